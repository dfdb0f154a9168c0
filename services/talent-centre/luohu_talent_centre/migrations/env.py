"""Runs the history of this agency's registers."""

from luohu_agency.history import histories
from luohu_kit.migration import run_env
from luohu_talent_centre.agency import SPEC

run_env(histories(SPEC)[1])
