"""The manifests of Kubernetes: valid for Kubernetes, fresh, and of the same city as the compose file and the code."""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import typer.main
import yaml

from deploy.kubernetes.files import FOLDER, files, written
from deploy.kubernetes.fresh_secrets import secrets
from luohu_cli.app import app
from luohu_cli.configured import services
from luohu_contract.directory import BEYOND, BY_NAME, EDGES
from luohu_kit.settings import InsecureSettings, Mode, Settings

Manifest = dict[str, Any]
ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SCHEMA = json.loads((FOLDER / "schema.json").read_text())


def read(folder: str) -> dict[tuple[str, str], Manifest]:
    """Everything that a kustomization names, by kind and name."""
    named = yaml.safe_load((FOLDER / folder / "kustomization.yaml").read_text())["resources"]
    there = [path.relative_to(FOLDER / folder).as_posix() for path in (FOLDER / folder).rglob("*.yaml")]
    assert sorted(each for each in named if each != "../base") == sorted(set(there) - {"kustomization.yaml"})
    found = [
        each for name in named if name != "../base" for each in yaml.safe_load_all((FOLDER / folder / name).read_text())
    ]
    by_name = {(each["kind"], each["metadata"]["name"]): each for each in found}
    assert len(by_name) == len(found)
    return by_name


BASE, TRIAL = read("base"), read("try-out")
ALL = BASE | TRIAL
PRODUCTION = services(
    Settings(mode=Mode.PRODUCTION, peer_secrets={"a->b": ["whsec_" + "A" * 43 + "="]}, audit_key="k" * 32)
)


def of_kind(kind: str, manifests: Mapping[tuple[str, str], Manifest] = ALL) -> dict[str, Manifest]:
    return {name: manifest for (each, name), manifest in manifests.items() if each == kind}


def validate(manifest: Manifest) -> None:
    """Raises jsonschema_rs.ValidationError, or KeyError for a kind that the kept schema does not have."""
    reference = {"$ref": f"#/$defs/{SCHEMA['kinds'][manifest['kind']]}", "$defs": SCHEMA["$defs"]}
    jsonschema_rs.validator_for(reference).validate(manifest)


def container_of(manifest: Manifest) -> Manifest:
    [only] = manifest["spec"]["template"]["spec"]["containers"]
    assert isinstance(only, dict)
    return only


def parts(manifest: Manifest) -> dict[str, Any]:
    """Pods and containers of ours."""
    return {"pod": manifest["spec"]["template"]["spec"], "container": container_of(manifest)}


OURS = {**of_kind("Deployment"), "migrate": BASE["Job", "migrate"]}


def test_the_generated_manifests_are_what_the_directory_says() -> None:
    for path, documents in files():
        assert (FOLDER / path).read_text() == written(documents), f"{path}: run `make manifests`"


@pytest.mark.parametrize("folder", ["base", "try-out"])
def test_kubernetes_takes_every_manifest(folder: str) -> None:
    for manifest in read(folder).values():
        validate(manifest)


@pytest.mark.parametrize(
    ("kind", "path", "name", "value"),
    [
        ("Deployment", "spec/template/spec", "automountServiceAccountTokens", False),
        ("Deployment", "spec/template/spec/containers/0/readinessProbe/httpGet", "prot", 1),
        ("HorizontalPodAutoscaler", "spec", "maxReplicas", "many"),
        ("NetworkPolicy", "spec/ingress/0", "form", []),
        ("PodDisruptionBudget", "spec", "minimumAvailable", 1),
    ],
)
def test_a_misspelt_field_or_a_wrong_value_is_noticed(kind: str, path: str, name: str, value: object) -> None:
    broken = deepcopy(BASE[kind, "tax"])
    at: Any = broken
    for step in path.split("/"):
        at = at[int(step)] if step.isdigit() else at[step]
    at[name] = value
    with pytest.raises(jsonschema_rs.ValidationError, match=re.escape(name) if value != "many" else "many"):
        validate(broken)


def test_the_same_services_run_as_in_the_compose_file_and_in_the_directory() -> None:
    production = of_kind("Deployment", BASE)
    assert set(production) == set(PRODUCTION) == set(of_kind("Service", BASE))
    assert set(of_kind("Deployment")) == set(BY_NAME) == set(COMPOSE) - {"postgres", "migrate"}
    for kind in ("HorizontalPodAutoscaler", "PodDisruptionBudget"):
        assert set(of_kind(kind)) == set(PRODUCTION), kind
    for name, manifest in OURS.items():
        only = container_of(manifest)
        assert only["args"] == COMPOSE[name]["command"]
        group: Any = typer.main.get_command(app)
        group.resolve_command(group.context_class(group), list(only["args"]))


def test_each_is_reached_on_the_port_of_the_directory_at_the_addresses_of_the_compose_file() -> None:
    told = BASE["ConfigMap", "luohu"]["data"]
    settings = Settings(port_base=int(told["LUOHU_PORT_BASE"]), host=told["LUOHU_HOST"])
    same = {"LUOHU_HOST", "LUOHU_PORT_BASE"}
    compose = COMPOSE["tax"]["environment"]
    assert {key: told[key] for key in same} == {key: compose[key] for key in same}
    assert json.loads(told["LUOHU_URLS"]) == json.loads(compose["LUOHU_URLS"])
    for name in BY_NAME:
        [port], [listens] = ALL["Service", name]["spec"]["ports"], container_of(OURS[name])["ports"]
        assert port["port"] == listens["containerPort"] == settings.port_of(name)
        assert port["targetPort"] == listens["name"]
        assert json.loads(told["LUOHU_URLS"])[name] == f"http://{name}:{port['port']}"


def test_everything_that_is_selected_is_there() -> None:
    for name in BY_NAME:
        labels = OURS[name]["spec"]["template"]["metadata"]["labels"]
        selectors = [OURS[name]["spec"]["selector"]["matchLabels"], ALL["Service", name]["spec"]["selector"]]
        selectors.append(ALL["NetworkPolicy", name]["spec"]["podSelector"]["matchLabels"])
        if name in PRODUCTION:
            selectors.append(BASE["PodDisruptionBudget", name]["spec"]["selector"]["matchLabels"])
            assert BASE["HorizontalPodAutoscaler", name]["spec"]["scaleTargetRef"]["name"] == name
        assert all(selector == labels for selector in selectors), name


def test_production_brings_no_secret_and_starts_with_none_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not of_kind("Secret", BASE)
    assert BASE["ConfigMap", "luohu"]["data"]["LUOHU_MODE"] == "production"
    url = "postgresql://luohu:secret@db.example:5432/{database}"
    fresh = {each["metadata"]["name"]: each["stringData"] for each in secrets(url, url)}
    known = {f"LUOHU_{name.upper()}" for name in Settings.model_fields}
    for name in (*PRODUCTION, "migrate"):
        only = container_of(OURS[name])
        for each in only["env"]:
            reference = each["valueFrom"]["secretKeyRef"]
            assert each["name"] in known
            assert each["name"] in fresh[reference["name"]]
            assert reference.get("optional", False) == (each["name"] == "LUOHU_METRICS_TOKEN")
        assert fresh[f"luohu-{name}"].keys() == {each["name"] for each in only["env"]} - {"LUOHU_METRICS_TOKEN"}
        with monkeypatch.context() as inside:
            for key, value in BASE["ConfigMap", "luohu"]["data"].items():
                inside.setenv(key, value)
            with pytest.raises(InsecureSettings):
                Settings()
            for key, value in fresh[f"luohu-{name}"].items():
                inside.setenv(key, value)
            assert all(name in pair.split("->") for pair in Settings().peer_secrets)


def test_both_ends_of_a_pair_are_given_the_same_secret_and_nobody_else_is() -> None:
    url = "postgresql://luohu:secret@db.example:5432/{database}"
    told = {
        each["metadata"]["name"].removeprefix("luohu-"): json.loads(each["stringData"].get("LUOHU_PEER_SECRETS", "{}"))
        for each in secrets(url, url)
    }
    for sender, receiver in EDGES:
        pair = f"{sender}->{receiver}"
        if sender != "gateway" and receiver not in BEYOND:
            assert told[sender][pair] == told[receiver][pair]
            assert {name for name, pairs in told.items() if pair in pairs} == {sender, receiver}


@pytest.mark.parametrize("name", OURS)
def test_a_pod_may_nothing_but_compute_and_speak(name: str) -> None:
    pod, only = parts(OURS[name]).values()
    [user] = re.findall(r"useradd --system --uid (\d+)", (ROOT / "Dockerfile").read_text())

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == int(user)
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert only["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert only["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]  # noqa: S108 - inside of a container
    assert [list(volume) for volume in pod["volumes"]] == [["name", "emptyDir"]]
    assert only["resources"]["requests"].keys() == {"cpu", "memory"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    if name != "migrate":
        assert only["readinessProbe"]["httpGet"] == {"path": "/health", "port": "http"}
        assert only["livenessProbe"]["tcpSocket"] == {"port": "http"}


def reaches(sender: str, receiver: str, manifests: Mapping[tuple[str, str], Manifest]) -> bool:
    """Whether both policies let a request through."""
    out, into = manifests["NetworkPolicy", sender]["spec"], manifests["NetworkPolicy", receiver]["spec"]
    port = {"port": container_of(OURS[receiver])["ports"][0]["containerPort"]}
    goes = [each for rule in out["egress"] if port in rule["ports"] for each in rule.get("to", [])]
    comes = [each for rule in into["ingress"] if port in rule["ports"] for each in rule.get("from", [])]

    def named(ends: list[Manifest]) -> set[str]:
        return {end["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for end in ends}

    return receiver in named(goes) and sender in named(comes)


def test_only_who_asks_a_service_reaches_it() -> None:
    edges = {edge for edge in EDGES if edge[1] not in BEYOND}
    keys_of_tokens = {(name, "identity") for name in PRODUCTION if name != "identity"}
    every = {(one, other) for one in PRODUCTION for other in PRODUCTION if one != other}

    assert {edge for edge in every if reaches(*edge, BASE)} == edges | keys_of_tokens
    assert BASE["NetworkPolicy", "nobody"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert BASE["NetworkPolicy", "gateway"]["spec"]["ingress"] == [{"ports": [{"port": 8700}]}]


def test_the_database_is_elsewhere_but_in_the_trial() -> None:
    assert not of_kind("StatefulSet", BASE)
    assert set(of_kind("StatefulSet", TRIAL)) == {"postgres"}
    asked = {name for name in of_kind("NetworkPolicy", BASE) if reaches_postgres(BASE["NetworkPolicy", name])}
    assert asked == set(PRODUCTION) - {"gateway"} | {"migrate"}


def reaches_postgres(policy: Manifest) -> bool:
    return {"ports": [{"port": 5432}]} in policy["spec"].get("egress", [])
