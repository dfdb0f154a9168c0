"""The routes: thin, each parses, calls one use case, commits, and answers."""
