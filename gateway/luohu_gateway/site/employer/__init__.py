"""The employer's pages: registration, unit code, association requests, everyone's state."""

from fastapi import APIRouter

router = APIRouter()
