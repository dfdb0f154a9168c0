"""Personas are read strictly: what is wrong is named with its line; what ships is right."""

import pytest

from luohu_sandbox.personas import PersonasUnreadable, PersonaUnknown, everybody, named, parse

GOOD = """
- name: somebody
  title: "Somebody"
  title_zh: 某人
  story: Nothing happens.
  shows: "draft"
  steps:
    - say: A home is filed.
      file:
        path: residences
        as: home
        body: {kind: own_home, rent: 0.10, since: 2020-08-01, no: no, months: 12, lasting: true}
    - verify: {item: home}
    - refused: {problem: item-locked, step: {delete: {item: home}}}
    - expect: {item: home, status: valid, months: 12}
"""


def test_a_persona_is_shown_as_the_file_has_it() -> None:
    (persona,) = parse(GOOD, "told.yaml", "beijing")
    view = persona.view()
    assert (view["name"], view["programme"]) == ("somebody", "beijing")
    assert view["steps"][0]["file"]["as"] == "home"
    assert view["steps"][1] == {"verify": {"item": "home"}}
    assert view["steps"][2] == {"refused": {"problem": "item-locked", "step": {"delete": {"item": "home"}}}}


def test_only_whole_numbers_and_booleans_are_not_text() -> None:
    (persona,) = parse(GOOD, "told.yaml", "beijing")
    body = persona.view()["steps"][0]["file"]["body"]
    assert body == {
        "kind": "own_home", "rent": "0.10", "since": "2020-08-01", "no": "no", "months": 12, "lasting": True
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: ", "titel: ", r"told.yaml:2: 0.title: Field required"),
        ("  shows:", "  colour: red\n  shows:", r"told.yaml:6: 0.colour: Extra inputs"),
        ("path: residences", "path: castles", r"told.yaml:10: 0.steps.0.file.path"),
        ("- verify: {item: home}", "- verify: {item: home}\n      delete: {item: home}", r"exactly one of"),
        ("- verify: {item: home}", "- say: nothing", r"this one has none"),
        ("problem: item-locked", "problem: item-locket", r"told.yaml:14: .*item-locket is no problem type"),
        ("  story:", "  title_zh: 某人\n  story:", r"told.yaml: line 5: title_zh comes twice"),
        ("as: home", "as: Home!", r"0.steps.0.file.as"),
        ("- name: somebody", "- name: [somebody", r"told.yaml: "),
    ],
    ids=["missing", "unknown", "value", "two at once", "none", "slug", "twice", "name", "no yaml"],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(PersonasUnreadable, match=told):
        parse(GOOD.replace(old, new, 1), "told.yaml", "beijing")


def test_two_personas_of_one_name_are_refused() -> None:
    with pytest.raises(PersonasUnreadable, match="somebody comes twice"):
        parse(GOOD + GOOD, "told.yaml", "beijing")


def test_everybody_who_ships_can_be_read() -> None:
    assert len(everybody()) >= 8
    for persona in everybody():
        assert named(persona.name) is persona


def test_an_unknown_persona_is_told_who_there_is() -> None:
    with pytest.raises(PersonaUnknown, match=everybody()[0].name):
        named("nobody")
