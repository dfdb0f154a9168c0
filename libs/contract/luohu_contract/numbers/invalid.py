"""The one error of every number: what it should be, what is wrong, what would be right, and an example."""

from string import ascii_lowercase, ascii_uppercase

# ASCII alone: str.upper() makes a plain I, S or SS of letters that only look alike.
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)


class NumberInvalid(ValueError):
    """A number does not have the form that it must have. The message never repeats the number, it may be an id."""

    def __init__(self, what: str, wrong: str, valid: str, example: str) -> None:
        super().__init__(f"this is no {what}: {wrong}. Valid: {valid}, for example {example}")
        self.what = what  #: which number it should be
        self.wrong = wrong  #: what is wrong with it
        self.valid = valid  #: what is valid
        self.example = example


def compact(text: str) -> str:
    """The text without any white space, letters in upper case; full-width forms stay what they are."""
    return "".join(text.split()).translate(_UPPER)
