"""Runs the kit's own history."""

from luohu_kit.migration import KIT, run_env

run_env(KIT)
