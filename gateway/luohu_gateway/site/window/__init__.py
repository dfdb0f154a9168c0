"""The pages of the district service window and the administrator: disputes, reviews, appeals, settlement."""

from fastapi import APIRouter

router = APIRouter()
