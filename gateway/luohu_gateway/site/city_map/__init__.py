"""The living map: services, traffic, faults, the clock and the worlds of a sandbox."""

from fastapi import APIRouter

router = APIRouter()
