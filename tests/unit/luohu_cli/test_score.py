"""`luohu score`: facts in, scores out; and what the guide and the explanation show is what comes out."""

import io
import json
import re
from pathlib import Path

import pytest

from luohu_cli.commands.score import score
from luohu_cli.failure import Failure

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "guides" / "score-facts.md").read_text(encoding="utf-8")
EXPLANATION = (DOCS / "explanations" / "scoring.md").read_text(encoding="utf-8")
TABLES = (DOCS / "explanations" / "point-tables.md").read_text(encoding="utf-8")
EXAMPLE, WELDER = re.findall(r"```json\n(.*?)\n```", GUIDE, re.DOTALL)


def people(folder: Path, *lines: str) -> str:
    file = folder / "people.ndjson"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def test_the_guides_example_has_the_total_that_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score(people(tmp_path, EXAMPLE))

    result = json.loads(capsys.readouterr().out)
    assert result["total"] == "80.67"
    assert f"the total is `{result['total']}`" in GUIDE
    assert len(result["lines"]) == 10


def test_the_guides_comparison_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = {**json.loads(EXAMPLE), **json.loads("{" + re.findall(r'`("education": \{.*?\})`', GUIDE)[0] + "}")}

    score(people(tmp_path, json.dumps(alone)))

    total = json.loads(capsys.readouterr().out)["total"]
    assert total == "79.67"
    assert f"the total is `{total}`" in GUIDE


def test_the_explanation_shows_the_trace_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score(people(tmp_path, EXAMPLE), explain=True)

    assert capsys.readouterr().out.strip() in EXPLANATION


def test_the_guides_fault_is_told_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    people(tmp_path, EXAMPLE, EXAMPLE.replace("2005-09", "September"))

    with pytest.raises(Failure) as failure:
        score("people.ndjson")

    assert f"luohu: {failure.value}" in GUIDE


def test_lines_before_the_wrong_one_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failure, match=r"people\.ndjson:3: this is no JSON"):
        score(people(tmp_path, EXAMPLE, "", "{"))

    assert len(capsys.readouterr().out.splitlines()) == 1


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{EXAMPLE}\n\n{EXAMPLE}\n"))

    score("-")

    assert len(capsys.readouterr().out.splitlines()) == 2


def test_another_round_may_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score(people(tmp_path, EXAMPLE), year=2022)

    assert json.loads(capsys.readouterr().out)["year"] == 2022


@pytest.mark.parametrize("line", ["[]", "1", '"text"'])
def test_what_is_no_document_is_told(tmp_path: Path, line: str) -> None:
    for year in (None, 2021):
        with pytest.raises(Failure, match=r":1: facts are a JSON object"):
            score(people(tmp_path, line), year=year)


def test_a_round_without_a_policy_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r":1: beijing has no policy for 2050; there are 2018"):
        score(people(tmp_path, EXAMPLE), year=2050)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="cannot be read"):
        score(str(tmp_path / "nobody.ndjson"))
    with pytest.raises(Failure, match="give a file"):
        score()


def test_the_schema_names_every_field_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    score(schema=True)

    assert set(json.loads(EXAMPLE)) <= set(json.loads(capsys.readouterr().out)["properties"])


def test_each_line_is_scored_as_its_city_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    undecided = WELDER.replace('{"years": 3}', "null")
    assert undecided != WELDER

    score(people(tmp_path, EXAMPLE, WELDER, undecided))

    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [result["total"] for result in results] == ["80.67", "182.00", None]
    assert f"Its total is `{results[1]['total']}`" in GUIDE
    assert results[2]["lines"]["insurance"] is None


def test_the_explanation_of_tables_shows_the_trace_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score(people(tmp_path, WELDER), explain=True)

    assert capsys.readouterr().out.strip() in TABLES


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"tianjin"', '"atlantis"', ":1: city: atlantis has no policies; there are beijing, shanghai, tianjin"),
        ('"tianjin"', '"../beijing"', ":1: city: ../beijing has no policies"),
        ('"tianjin"', '["tianjin"]', r":1: city: \['tianjin'\] has no policies"),
        ("2016", "2017", ":1: tianjin has no policy for 2017; there are 2016"),
        ("2016", '"soon"', ":1: year: Input should be a valid integer"),
        (
            '"age": 30',
            '"age": 30.5',
            r":1: records\.age\.public_security\.age: 30\.5 is no plain value; write true, a w",
        ),
        ('"records"', '"record"', ":1: record: Extra inputs are not permitted"),
        ('{"age": {"pub', '{"aeg": {"pub', r":1: records\.aeg: tianjin 2016 has no indicator aeg; there are age"),
    ],
)
def test_a_line_of_a_table_that_is_wrong_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in WELDER
    with pytest.raises(Failure, match=says):
        score(people(tmp_path, WELDER.replace(old, new, 1)))


def test_the_schema_of_a_table_is_there_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    score(schema=True, table=True)

    assert set(json.loads(WELDER)) <= set(json.loads(capsys.readouterr().out)["properties"])
