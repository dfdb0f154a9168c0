"""The OpenAPI pages: version 3.1, callbacks and links where the loop has them, and pinned as the messages are."""

import json
from typing import Any

import pytest

from luohu_contract.directory import AGENCIES, BY_NAME, SERVICES, Role
from luohu_kit.settings import Settings
from luohu_testbed.city import module_of, urls
from luohu_testbed.pin import OPENAPI, openapi_of

NAMES = [service.name for service in SERVICES if service.role is not Role.DOOR]


def described(name: str) -> dict[str, Any]:
    app = module_of(BY_NAME[name]).create_app(
        Settings(service=name, database_url="postgresql://none/{database}", urls=urls())
    )
    page: dict[str, Any] = app.openapi()
    return page


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_what_is_pinned(name: str) -> None:
    pinned = json.loads((OPENAPI / f"{name}.json").read_text(encoding="utf-8"))
    assert openapi_of(name) == pinned, "if the change is meant: cd tests/support && python -m luohu_testbed.pin"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_openapi_3_1_and_every_operation_has_a_name_of_its_own(name: str) -> None:
    page = described(name)
    assert page["openapi"].startswith("3.1")
    operations = [op["operationId"] for path in page["paths"].values() for op in path.values()]
    assert len(operations) == len(set(operations))


@pytest.mark.parametrize("name", [agency.name for agency in AGENCIES])
def test_questions_have_a_callback_with_verdicts_and_a_link_to_their_state(name: str) -> None:
    asked = described(name)["paths"]["/v1/verifications"]["post"]
    callbacks = [path for callback in asked["callbacks"].values() for path in callback]
    assert any("$request.body#/callback_url" in path for path in callbacks)
    assert "Location" in asked["responses"]["202"]["headers"]
    assert asked["responses"]["202"]["links"]


def test_what_is_made_at_the_declaration_links_to_where_it_is_read() -> None:
    paths = described("declaration")["paths"]
    for path in ("/v1/declarations", "/v1/declarations/{declaration_id}/residences"):
        made = paths[path]["post"]["responses"]["201"]
        assert "Location" in made["headers"], path
        assert made["links"], path
