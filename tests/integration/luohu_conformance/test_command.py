"""`luohu conform` as it is typed: what it prints, how it ends, what it wants to be told."""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from luohu_cli.app import app
from luohu_cli.failure import Failure
from luohu_conformance.listening import listening
from luohu_wrong.agency import Agency
from luohu_wrong.counter import TOKEN, Declaration
from luohu_wrong.declaration import AGENCY

NOBODY = "http://127.0.0.1:9"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


async def luohu(folder: Path, *words: str, secrets: tuple[str, str], port: int) -> tuple[int, str]:
    """The command in a process of its own, told of the secrets as somebody would in a shell; how it ended, and said."""
    told = {"LUOHU_CONFORM_SECRET": secrets[0], "LUOHU_CONFORM_REPLY_SECRET": secrets[1], "LUOHU_CONFORM_TOKEN": TOKEN}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from luohu_cli.app import main; main()",
        "conform",
        *words,
        "--port",
        str(port),
        env={**os.environ, **told, "LUOHU_DATA_DIR": str(folder), "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_what_does_not_hold_is_told_with_the_reason_and_ends_with_one(tmp_path: Path) -> None:
    agency = Agency("a reason of its own")
    secrets = agency.hears_with, agency.speaks_with
    async with listening(agency.app) as url, agency.working():
        words = ("agency", "--url", url, "--name", AGENCY)
        code, said = await luohu(tmp_path, *words, secrets=secrets, port=free_port())
    assert code == 1
    assert "✗ verdict-reason-known  Reasons and disputable findings are codes of the reason catalogue." in said
    assert "the catalogue has no 'property.gone'" in said
    assert "GET /v1/reasons lists them" in said
    assert "1 does not hold" in said


async def test_a_declaration_service_that_keeps_the_contract_ends_with_nought(tmp_path: Path) -> None:
    service, port = Declaration(), free_port()
    service.agency = f"http://127.0.0.1:{port}"
    secrets = service.hears_with[AGENCY], service.speaks_with
    async with listening(service.app) as url, service.working():
        service.url = url
        code, said = await luohu(tmp_path, "declaration", "--url", url, "--json", secrets=secrets, port=port)
    report = json.loads(said)
    assert code == 0
    assert (report["service"], report["url"], report["conforms"]) == ("declaration", url, True)
    # The service has other secrets than a sandbox, so the kit cannot sign as another agency.
    assert [check["id"] for check in report["checks"] if check["result"] != "holds"] == [
        "verdict-of-another-agency-received"
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["agency", "--url", NOBODY, "--name", "tax"], f"nobody answers at {NOBODY}"),
        (["agency", "--url", NOBODY], "give --name, the office in whose place it stands: housing-registry, "),
        (["agency", "--url", NOBODY, "--name", "moon"], "there is no service 'moon'"),
        (["agency", "--url", NOBODY, "--name", "gateway"], "gateway is no agency"),
        (["agency", "--url", NOBODY, "--name", "tax", "--secret", "s"], "no signing secret"),
        (["agency", "--url", NOBODY, "--name", "tax", "--cases", "{cases}"], "cases.0.claim"),
        (["agency", "--url", NOBODY, "--name", "tax", "--cases", "no-such-file"], "cannot be read"),
        (["declaration", "--url", NOBODY], "give --token of an applicant, or --persona"),
        (["declaration", "--url", "127.0.0.1:9", "--token", "t"], "is no address"),
    ],
)
def test_what_is_wrong_with_the_command_is_said_in_a_line(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text('{"cases": [{"claim": {"kind": "moon_landing"}}]}')
    monkeypatch.setenv("LUOHU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LUOHU_PORT_BASE", "20000")
    result = CliRunner().invoke(app, ["conform", *(word.format(cases=cases) for word in words)])
    assert isinstance(result.exception, Failure)
    assert told in str(result.exception)
