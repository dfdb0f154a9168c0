"""Writes the pinned messages and OpenAPI pages again: `python -m luohu_testbed.pin`. A reviewer sees the difference."""

import json
from typing import Any

from luohu_contract.directory import BY_NAME, SERVICES, Role
from luohu_kit.settings import Settings
from luohu_testbed.city import module_of, urls
from luohu_testbed.messages import PINNED, examples

OPENAPI = PINNED.parent / "openapi"


def openapi_of(name: str) -> dict[str, Any]:
    """What a service says of itself, less its version."""
    settings = Settings(service=name, database_url="postgresql://none/{database}", urls=urls())
    page: dict[str, Any] = json.loads(json.dumps(module_of(BY_NAME[name]).create_app(settings).openapi()))
    page["info"].pop("version")
    return page


def main() -> None:
    """Write one file for each message, and one for each service."""
    PINNED.mkdir(parents=True, exist_ok=True)
    OPENAPI.mkdir(parents=True, exist_ok=True)
    for name, message in examples().items():
        text = json.dumps(json.loads(message.model_dump_json()), ensure_ascii=False, indent=2)
        (PINNED / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    for service in SERVICES:
        if service.role is not Role.DOOR:
            text = json.dumps(openapi_of(service.name), ensure_ascii=False, indent=1, sort_keys=True)
            (OPENAPI / f"{service.name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
