"""Reading problem answers."""

import httpx


def slug_of(answer: httpx.Response) -> str:
    """The slug of a problem; AssertionError with what came where it is none."""
    assert answer.headers.get("content-type") == "application/problem+json", f"{answer.status_code} {answer.text}"
    kind: str = answer.json()["type"]
    return kind.removeprefix("/problems/")
