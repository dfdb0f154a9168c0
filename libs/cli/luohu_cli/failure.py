"""The one exception that a command ends with when it cannot do what was asked."""


class Failure(Exception):
    """A command cannot go on. The text is one clear line: what is wrong, and what to do about it."""
