"""What every manifest has: its head, the labels by which pods are found, the ports of the directory."""

from collections.abc import Mapping
from typing import Any

from luohu_kit.settings import Settings

PORT_BASE = 8700

Manifest = dict[str, Any]


def port_of(service: str) -> int:
    """The port that a service listens on in its pod."""
    return Settings(port_base=PORT_BASE).port_of(service)


def head(version: str, kind: str, name: str) -> Manifest:
    """What a manifest begins with. version: of the API, with its group."""
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "labels": labels(name)}}


def labels(name: str) -> Mapping[str, str]:
    """By which the pods of a service are found."""
    return {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "luohu"}


def pods(name: str) -> Manifest:
    """The pods of a service, as one end of a way."""
    return {"podSelector": {"matchLabels": {"app.kubernetes.io/name": name}}}
