"""Runs the sandbox's history."""

from luohu_kit.migration import run_env
from luohu_sandbox.records import HISTORIES

run_env(HISTORIES[0])
