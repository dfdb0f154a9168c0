"""What the comparison with other queues says of its turns."""

import ast
from pathlib import Path

import pytest

from bench.peers import table
from bench.peers.turn import Turn

PROGRAMS = Path(table.__file__).parent / "programs"


def turn(rate: float, cpu_ms: float) -> Turn:
    return Turn(jobs=1000, seconds=1000 / rate, cpu_ms={"all": cpu_ms, "postgres": cpu_ms})


ROUNDS = [
    {"luohu": turn(1000, 1.0), "DBOS": turn(20, 30.0), "SQL alone": turn(4000, 0.5)},
    {"luohu": turn(400, 1.2), "DBOS": turn(10, 24.0), "SQL alone": turn(4000, 0.4)},
    {"luohu": turn(900, 0.8), "DBOS": turn(10, 40.0), "SQL alone": turn(2000, 0.6)},
]


def test_a_ratio_is_of_two_turns_of_the_same_round() -> None:
    _, dbos, floor = table.lines(ROUNDS)

    assert dbos.ratio == table.Spread(*map(pytest.approx, (40, 50, 90)))
    assert dbos.cpu_ratio == table.Spread(*map(pytest.approx, (20, 30, 50)))
    assert floor.ratio == table.Spread(*map(pytest.approx, (0.1, 0.25, 0.45)))


def test_a_promise_is_kept_in_the_middle_of_the_rounds_or_it_is_not() -> None:
    luohu, dbos, floor = table.lines(ROUNDS)
    _, slow, _ = table.lines([{**each, "DBOS": turn(30, 30.0)} for each in ROUNDS])

    assert (luohu.kept, dbos.kept, floor.kept, slow.kept) == (None, True, True, False)


def test_rates_and_processor_time_are_told_from_the_least_to_the_largest() -> None:
    luohu, dbos, _ = table.plain(table.lines(ROUNDS))

    assert luohu["jobs_a_second"] == [400, 900, 1000]
    assert dbos["jobs_a_second"] == [10, 10, 20]
    assert dbos["cpu_ms_a_job"] == {"all": 30.0, "postgres": 30.0}
    assert str(table.Spread(0.1534, 12.345, 1234.5)) == "0.15 / 12.3 / 1,234"


@pytest.mark.parametrize("program", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_what_runs_in_the_peers_environment_imports_nothing_of_luohu(program: Path) -> None:
    found = {
        module
        for node in ast.walk(ast.parse(program.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names])
    }

    assert [module for module in found if module.startswith(("luohu", "bench"))] in ([], ["bench.peers.programs"])
