"""Runs the declaration service's history."""

from luohu_declaration.history import HISTORY
from luohu_kit.migration import run_env

run_env(HISTORY)
