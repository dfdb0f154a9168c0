"""The library as a service."""

import httpx
from fastapi import FastAPI

from luohu_agency.app import create_agency_app
from luohu_agency.history import histories
from luohu_kit.settings import Settings
from luohu_library_cards.agency import SPEC

HISTORIES = histories(SPEC)


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    return create_agency_app(SPEC, settings, http=http)
