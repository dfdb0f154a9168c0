"""The employers of the seeds: strict, and everybody of the stories of the loop works for one of them."""

from importlib.resources import files
from pathlib import Path

import yaml

from luohu_declaration.usecases.seed_employers import seeded_employers
from luohu_identity.employers import names_in
from luohu_identity.people import seeded as seeded_people
from luohu_sandbox.personas import parse


def test_everybody_of_the_stories_of_the_loop_has_one_employer() -> None:
    employed = [(person.id_number, person.name) for each in seeded_employers("beijing") for person in each.people]
    assert len(employed) == len({number for number, _ in employed})
    told = files("luohu_sandbox") / "stories" / "beijing" / "loop.yaml"
    of_the_loop = {persona.name for persona in parse(told.read_text(encoding="utf-8"), told.name, "beijing")}
    people = {(each.id_number, each.name) for each in seeded_people("beijing") if each.persona in of_the_loop}
    assert people == set(employed)


def test_codes_are_given_once() -> None:
    codes = [code for each in seeded_employers("beijing") for code in (each.uscc, each.unit_code)]
    assert len(codes) == len(set(codes))


def test_two_employers_have_still_to_activate_their_code() -> None:
    assert [each.activated for each in seeded_employers("beijing")].count(False) == 2


def test_tokens_name_the_employers_as_they_are_registered() -> None:
    assert {each.uscc: each.name for each in seeded_employers("beijing")}.items() <= names_in("beijing").items()


def test_the_tax_authority_has_them_on_record_under_the_same_names() -> None:
    source = files("luohu_tax") / "seeds" / "beijing" / "employers.yaml"
    on_record = {each["uscc"]: each["name"] for each in yaml.safe_load(source.read_text(encoding="utf-8"))["taxpayer"]}
    assert {each.uscc: each.name for each in seeded_employers("beijing")}.items() <= on_record.items()
    assert names_in("beijing") == on_record


def test_the_guide_lists_them_as_they_are() -> None:
    guide = Path(__file__).resolve().parents[3] / "docs" / "guides" / "register-an-employer.md"
    lines = guide.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `") and "`employer:" in line]
    assert len(rows) == len(seeded_employers("beijing"))
    for each, row in zip(seeded_employers("beijing"), rows, strict=True):
        assert each.unit_code in row
        assert each.name in row
        assert f"employer:{each.uscc}" in row
