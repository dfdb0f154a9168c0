"""Casework: programmes that go the way of `policies/<city>/procedures.yaml`, for everybody who takes a step."""

from fastapi import APIRouter

router = APIRouter()
