"""The people of a run in a city that works by cases: employers hand in, deliver papers, ask for rechecks."""
