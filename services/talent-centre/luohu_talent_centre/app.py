"""The service talent-centre."""

import httpx
from fastapi import FastAPI

from luohu_agency.app import create_agency_app
from luohu_agency.history import histories
from luohu_kit.settings import Settings
from luohu_talent_centre.agency import SPEC

HISTORIES = histories(SPEC)  #: what is migrated before the service starts


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The app. `http`: the client to speak to other services with; its own when left out."""
    return create_agency_app(SPEC, settings, http=http)
