"""Dockerfile, docker-compose.yml, .dockerignore, Makefile and the lock, read against the code that they start."""

import ast
import json
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main
import yaml

from luohu_cli.app import app
from luohu_contract.directory import BY_NAME
from luohu_kit.settings import Settings

UsageError: Any = typer.BadParameter.__mro__[1]  # typer shows it under no name of its own
ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CONTAINERS: dict[str, Any] = COMPOSE["services"]
OURS = {name: container for name, container in CONTAINERS.items() if name != "postgres"}


def settings_of(container: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings as the code reads them inside of a container."""
    for name, value in container["environment"].items():
        monkeypatch.setenv(name, value)
    return Settings()


def parse(words: list[str]) -> None:
    """Let the command line parse a command without doing it. Raises UsageError when it would refuse."""
    group: Any = typer.main.get_command(app)
    name, command, rest = group.resolve_command(group.context_class(group), list(words))
    command.make_context(name, rest)


def variables(text: str) -> set[str]:
    return set(re.findall(r"\bLUOHU_[A-Z_]+", text))


def test_every_service_has_a_container_that_serves_it() -> None:
    served = {name: container["command"] for name, container in OURS.items() if name != "migrate"}

    assert served == {name: ["serve", name] for name in BY_NAME}


@pytest.mark.parametrize("file", ["Dockerfile", "docker-compose.yml", "Makefile", ".ci/run"])
def test_every_variable_is_a_setting(file: str) -> None:
    known = {f"LUOHU_{name.upper()}" for name in Settings.model_fields}

    assert variables((ROOT / file).read_text()) <= known


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_a_container_exists(name: str) -> None:
    parse(OURS[name]["command"])


def test_a_command_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(UsageError):
        parse(["server", "tax"])


@pytest.mark.parametrize("name", BY_NAME)
def test_every_service_is_asked_for_its_own_health(name: str) -> None:
    kind, program, *words = OURS[name]["healthcheck"]["test"]

    assert (kind, program) == ("CMD", "luohu")
    assert words == ["health", name]
    parse(words)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_services_reach_one_another_where_they_listen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(OURS[name], monkeypatch)

    assert settings.host == "0.0.0.0"  # noqa: S104 - inside of a container
    assert settings.urls == {each: f"http://{each}:{settings.port_of(each)}" for each in BY_NAME}
    assert json.loads(OURS[name]["environment"]["LUOHU_URLS"]) == settings.urls


@pytest.mark.parametrize("name", OURS)
def test_every_service_has_a_database_of_its_own_on_the_server_of_the_file(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(OURS[name], monkeypatch).of("tax")
    password = CONTAINERS["postgres"]["environment"]["POSTGRES_PASSWORD"]

    assert settings.dsn() == f"postgresql+asyncpg://postgres:{password}@postgres:5432/tax"


def test_only_the_gateway_can_be_reached_from_outside_and_only_from_this_machine() -> None:
    published = {name: container["ports"] for name, container in CONTAINERS.items() if "ports" in container}
    port = Settings(port_base=8700).port_of("gateway")

    assert published == {"gateway": [f"127.0.0.1:{port}:{port}"]}


def test_nobody_serves_before_the_databases_are_migrated() -> None:
    assert OURS["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in set(BY_NAME) - {"gateway"}:
        assert OURS[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}, name


def test_the_door_opens_when_everybody_behind_it_is_healthy() -> None:
    assert OURS["gateway"]["depends_on"] == {
        name: {"condition": "service_healthy"} for name in BY_NAME if name != "gateway"
    }


def test_no_container_of_ours_may_write_or_has_privileges() -> None:
    for name, container in OURS.items():
        assert container["read_only"] is True, name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert container["tmpfs"] == ["/tmp"], name  # noqa: S108 - inside of a container
        assert not {"privileged", "cap_add", "user", "volumes", "devices", "network_mode", "pid"} & set(container), name


def test_the_image_runs_as_a_plain_user_who_owns_nothing_but_the_data() -> None:
    last = DOCKERFILE.rsplit("\nFROM ", 1)[1]

    assert re.findall(r"^USER (.+)$", last, re.MULTILINE) == ["luohu"]
    assert last.index("\nUSER luohu") < last.index("\nENTRYPOINT")
    assert "useradd --system --uid 10001" in last
    assert re.findall(r"--owner luohu (\S+)", last) == ["/var/lib/luohu"]
    assert "chmod" not in last
    assert "--chown" not in last


def test_the_postgres_of_the_file_has_only_the_rights_that_it_needs() -> None:
    postgres = CONTAINERS["postgres"]

    assert postgres["read_only"] is True
    assert postgres["cap_drop"] == ["ALL"]
    assert set(postgres["cap_add"]) == {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
    assert postgres["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in postgres


def test_the_audit_of_the_lock_fails_where_nobody_could_be_asked() -> None:
    audit = (ROOT / "requirements/audit").read_text()

    assert re.search(r"pip-audit\" --strict .*--requirement requirements/lock\.txt", audit)
    assert "://" not in audit


def test_the_image_starts_the_command_line_of_the_distribution() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    entry = re.findall(r"^ENTRYPOINT (.+)$", DOCKERFILE, re.MULTILINE)

    assert [json.loads(words) for words in entry] == [["luohu"]]
    assert scripts["luohu"] == "luohu_cli.app:main"


def test_the_image_is_built_from_everything_that_the_distribution_holds() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = config["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    needed = {package.split("/")[0] for package in packages} | {"pyproject.toml", config["project"]["readme"]}
    needed |= {"requirements/lock.txt", *config["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]}
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in shlex.split(line)[:-1]
    }
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert copied == needed
    assert let_in == needed
    for path in needed:
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("lock", ["lock.txt", "load.txt", "peers.txt"])
def test_a_lock_pins_every_dependency_with_hashes_and_names_no_address(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    text = (ROOT / "requirements" / lock).read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==[^\\\n]+\\\n((?:    --hash=sha256:\S+.*\n)+)", text, re.MULTILINE))
    extras = project["optional-dependencies"]
    everything = [*project["dependencies"], *extras["dev"], *extras["otel"], "hatchling", "editables"]
    wanted = {"load.txt": extras["load"], "peers.txt": extras["peers"]}.get(lock, everything)
    names = {re.split(r"[\[<>=;! ]", each)[0].lower().replace("_", "-") for each in wanted}

    assert names <= {name.lower() for name in pinned}
    line = re.compile(
        r"[\w.-]+(\[[\w,-]+\])?==[\w.!+-]+( ; [^\\@:/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#(?!.*//).*|"
    )
    assert [each for each in text.splitlines() if not line.fullmatch(each)] == []


def test_what_makes_load_elsewhere_is_the_extra_and_nothing_of_luohu() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    asked = (ROOT / "requirements" / "load.in").read_text().splitlines()
    script = ast.parse((ROOT / "bench" / "load" / "locustfile.py").read_text())
    imported = {node.module or "" for node in ast.walk(script) if isinstance(node, ast.ImportFrom)}
    imported |= {each.name for node in ast.walk(script) if isinstance(node, ast.Import) for each in node.names}

    assert [each for each in asked if not each.startswith("#")] == extras["load"]
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == {"locust", "requests"}


def test_what_luohu_is_compared_with_stays_apart_and_has_the_same_client_and_loop() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    asked = (ROOT / "requirements" / "peers.in").read_text().splitlines()
    pins = [set(re.findall(r"^[\w.-]+==[\w.]+", (ROOT / "requirements" / lock).read_text(), re.MULTILINE))
            for lock in ("lock.txt", "peers.txt")]  # fmt: skip
    both = {pin.split("==")[0] for pin in pins[0] & pins[1]}

    assert [each for each in asked if not each.startswith("#")] == extras["peers"]
    assert {"aiohttp", "uvloop"} <= both
    assert not {"procrastinate", "psycopg", "dbos"} & {pin.split("==")[0] for pin in pins[0]}


def test_what_was_compared_with_reports_of_vulnerabilities_is_what_is_pinned() -> None:
    told = re.findall(r"^\| ([a-z0-9-]+) \| [\d.]+ \| ([\d.]+) \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)
    assert len(told) > 10
    locked = (ROOT / "requirements" / "lock.txt").read_text()
    assert [f"{name}=={pin}" for name, pin in told if f"\n{name}=={pin}" not in f"\n{locked}"] == []


def test_make_help_names_every_verb() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    told = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))

    assert told == set(phony[1].split())


@pytest.mark.parametrize("line", re.findall(r"\$\(BIN\)/luohu (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))
def test_every_command_of_the_makefile_exists(line: str) -> None:
    parse(shlex.split(line))
