"""Runs the history of this agency's registers."""

from luohu_agency.history import histories
from luohu_department_windows.agency import SPEC
from luohu_kit.migration import run_env

run_env(histories(SPEC)[1])
