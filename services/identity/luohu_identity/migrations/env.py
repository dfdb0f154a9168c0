"""Runs the identity service's history."""

from luohu_identity.records import HISTORY
from luohu_kit.migration import run_env

run_env(HISTORY)
