"""The pytest plugin: `city`, `world`, `clock`, `operator`, `faults`; see docs/guides/pytest.md."""
