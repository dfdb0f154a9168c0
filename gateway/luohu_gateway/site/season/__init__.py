"""The season: its stages, the distribution of scores, the published list, and what another policy would make of it."""

from fastapi import APIRouter

router = APIRouter()
