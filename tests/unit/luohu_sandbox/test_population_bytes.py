"""The same seed gives the same bytes: in another order, in other batches, under another hash seed of Python."""

import hashlib
import os
import subprocess
import sys

import orjson
import pytest

from luohu_sandbox.population import Person, Round, lines, person
from luohu_scoring import load_policy

AROUND = Round.of(load_policy("beijing", 2021))
SIZE = 200
TRUTH = "947e3084b8e1bc239c604c183663ffc1779a803e5203fa948541a0eb2ad80ee5"
RECORDS = "daf7a3c06a0254c4eecc9052475d5e8421f600a74f6480c64b22a7d2023a944e"

_PRINT = """
import hashlib
from luohu_sandbox.population import Round, lines
from luohu_scoring import load_policy
print(hashlib.sha256(b"".join(lines(1, Round.of(load_policy("beijing", 2021)), 0, 200))).hexdigest())
"""


def _records(one: Person) -> bytes:
    return b"".join(orjson.dumps(record, option=orjson.OPT_SORT_KEYS) + b"\n" for record in one.records)


def _sha(parts: list[bytes]) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_the_truth_of_seed_1_is_these_bytes() -> None:
    assert _sha(list(lines(1, AROUND, 0, SIZE))) == TRUTH


def test_the_records_of_seed_1_are_these_bytes() -> None:
    assert _sha([_records(person(1, AROUND, index)) for index in range(SIZE)]) == RECORDS


def test_the_order_in_which_people_are_made_does_not_matter() -> None:
    backwards = {index: _records(person(1, AROUND, index)) for index in reversed(range(SIZE))}
    assert _sha([backwards[index] for index in range(SIZE)]) == RECORDS


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_the_size_of_a_batch_does_not_matter(batch: int) -> None:
    pieces = [b"".join(lines(1, AROUND, first, min(batch, SIZE - first))) for first in range(0, SIZE, batch)]
    assert _sha(pieces) == TRUTH


def test_a_person_is_the_same_in_a_larger_population() -> None:
    assert list(lines(1, AROUND, 150, 1)) == list(lines(1, AROUND, 100, 100))[50:51]


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_the_hash_seed_of_python_does_not_matter(hash_seed: str) -> None:
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", _PRINT],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    assert told.stdout.strip() == TRUTH


def test_another_seed_and_another_round_give_other_people() -> None:
    other = Round.of(load_policy("beijing", 2022))
    first = {b"".join(lines(seed, around, 3, 1)) for seed, around in ((1, AROUND), (2, AROUND), (1, other))}
    assert len(first) == 3
