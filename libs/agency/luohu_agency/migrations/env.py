"""Runs the history of the tables that all agencies share."""

from luohu_agency.history import AGENCY
from luohu_kit.migration import run_env

run_env(AGENCY)
