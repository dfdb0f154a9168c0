"""The pages of the district service window and of the administrator: disputes, credentials, reviews, appeals, settlement."""

from fastapi import APIRouter

router = APIRouter()
