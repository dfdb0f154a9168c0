"""The desk of an agency's operators: rechecks, the register, evidence."""

from fastapi import APIRouter

router = APIRouter()
