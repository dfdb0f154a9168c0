"""Versions of resources: every read has an `ETag`, every write over somebody's work wants `If-Match`."""

from typing import Annotated

from fastapi import Header

from luohu_kit.problems import Problem

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=100)]


def etag(version: int) -> str:
    """The entity tag of a version: `"3"`."""
    return f'"{version}"'


def if_match(header: str | None, version: int) -> None:
    """Refuse a write that was not made on the current version: 428 without `If-Match`, 412 with an old one."""
    if header is None:
        raise Problem(
            "precondition-required",
            "This write wants If-Match with the ETag of the version that it changes, so that nobody's work is lost.",
        )
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    if "*" not in tags and etag(version) not in tags:
        raise Problem(
            "precondition-failed",
            f"If-Match says {header}, and the current version is {etag(version)}: it has changed since it was read.",
            headers={"ETag": etag(version)},
        )
