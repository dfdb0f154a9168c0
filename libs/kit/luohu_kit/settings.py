"""The settings of one service, from the environment (prefix `LUOHU_`), built once in `create_app` and handed down."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from luohu_contract.cities import CITY_PATTERN, FIRST_CITY
from luohu_contract.directory import BY_NAME, Role
from luohu_contract.signing import check_secret, derive_secret

SANDBOX_MASTER = (
    "luohu-sandbox-not-for-production"  #: pair secrets of a sandbox derive from this; production refuses it
)
SHORTEST_AUDIT_KEY = 32  #: characters
SHORTEST_SECRET = 16  #: characters of a client's secret that somebody chose

REPLICA_PORTS = 20  #: between the ports of two replicas: more than the directory is long
MOST_REPLICAS = 4
TAKEN = 4  #: the block of ports in which the embedded PostgreSQL and the conformance kit listen


class Mode(StrEnum):
    SANDBOX = "sandbox"  #: control plane, personas, documented default clients
    PRODUCTION = "production"  #: none of these; secrets must be given


def default_data_dir() -> Path:
    """Where a user's city lives: `$XDG_DATA_HOME/luohu`, else `~/.local/share/luohu`."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "luohu"


class InsecureSettings(Exception):
    """Production mode refuses to start without its own secrets."""


class Settings(BaseSettings):
    """Everything that a service may be told from outside. Durations are seconds where the name says so."""

    model_config = SettingsConfigDict(env_prefix="LUOHU_", frozen=True, extra="ignore")

    service: str = Field(default="", description="public name of the service; `luohu serve NAME` sets it")
    mode: Mode = Field(
        default=Mode.SANDBOX,
        description="`sandbox`: control plane, personas, documented clients; `production`: none of these, own secrets",
    )
    programme: str = Field(
        default=FIRST_CITY,
        pattern=CITY_PATTERN,
        max_length=30,
        description="the city whose programme the world `main` has, as in `policies`; in production there is no other",
    )
    host: str = Field(default="127.0.0.1", description="address that the services listen on")
    port_base: int = Field(
        default=8700, ge=1024, le=65000, description="the gateway's port; the others follow the directory"
    )
    data_dir: Path = Field(
        default_factory=default_data_dir, description="where the city lives; `~/.local/share/luohu` if nothing is said"
    )
    database_url: str = Field(
        default="",
        description="`postgresql://user@host:5432/{database}`, each service its own; empty: an embedded PostgreSQL",
    )
    pool_size: int = Field(default=8, ge=2, le=100, description="database connections of one service process")
    pool_wait_seconds: float = Field(
        default=5.0, gt=0, description="real time that a request waits for a database connection; then 503"
    )
    requests_at_once: int = Field(
        default=64,
        ge=1,
        le=10_000,
        description="requests of the outside, and as many of services, that one process works on at once",
    )
    requests_waiting: int = Field(
        default=1000, ge=0, le=100_000, description="further ones that wait for that; the next are sent away with 429"
    )
    request_wait_seconds: float = Field(
        default=10.0, gt=0, description="real time that a request waits to be begun; then 429"
    )
    readers_waiting: int = Field(
        default=2000,
        ge=1,
        le=100_000,
        description="readers with `Prefer: wait`, and event streams, that a process holds",
    )
    questions_due: int = Field(
        default=50_000, ge=1, description="questions of one world that an agency holds due and undecided; then 429"
    )
    urls: dict[str, str] = Field(
        default_factory=dict,
        description='addresses that differ from host and port: `{"tax": "http://tax:8714"}`; of replicas, several with'
        " spaces between",
    )
    replicas: int = Field(
        default=1,
        ge=1,
        le=MOST_REPLICAS,
        description="processes of each service that `luohu up` starts; the gateway and the control plane are one each",
    )
    issuer: str = Field(default="", description="OpenID Connect issuer; empty: the city's own identity service")
    public_origin: str = Field(
        default="",
        pattern=r"^(https?://[A-Za-z0-9.:\[\]-]+/?)?$",
        description="where browsers reach the gateway, as `https://luohu.example`; empty: the gateway's own address",
    )
    sms_webhook: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="address that one-time codes are posted to, signed, to be sent by SMS; empty: none are sent, and in"
        " production nobody signs in by form",
    )
    sign_in_codes_per_address: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="one-time codes that one address may ask for in ten minutes, 0 for no limit; nothing said:"
        " 100 in production, no limit in a sandbox",
    )
    peer_secrets: dict[str, list[str]] = Field(
        default_factory=dict,
        description='secrets of pairs, the signing one first: `{"declaration->tax": ["whsec_new", "whsec_old"]}`',
    )
    callback_origins: list[str] = Field(
        default_factory=list, description="origins besides the asker's that an agency may post verdicts to"
    )
    webhook_origins: list[str] = Field(
        default_factory=list,
        description="origins that subscribers may have webhooks sent to; in a sandbox loopback is one besides them",
    )
    log_level: str = Field(default="INFO", description="least level of the log lines that are written")
    log_format: str = Field(default="json", pattern="^(json|console)$", description="`json` or `console`")
    lease_seconds: float = Field(
        default=4.0, gt=0, description="real time after which another worker takes what a dead one had claimed"
    )
    poll_seconds: float = Field(
        default=1.0,
        gt=0,
        description="real time between two looks, the net under wake-ups; at rest up to five times as long",
    )
    overdue_seconds: float = Field(
        default=20.0, gt=0, description="real time after which an unanswered question is looked after"
    )
    peer_timeout_seconds: float = Field(
        default=15.0, gt=0, description="real time after which a request between services has failed"
    )
    event_streams: int = Field(
        default=200, ge=1, le=400, description="event streams that one service process holds open"
    )
    event_heartbeat_seconds: float = Field(
        default=15.0, gt=0, le=300, description="real time between two signs of life of an event stream"
    )
    journal: bool = Field(default=True, description="sandbox: note every hop in the world's journal")
    journal_hops: int = Field(
        default=20_000, ge=100, description="hops of one world that each service keeps; the oldest go"
    )
    journal_body: int = Field(
        default=16_384, ge=0, le=1_048_576, description="bytes of a request or an answer that the journal shows"
    )
    journal_inputs: bool = Field(
        default=True, description="keep what a replay needs, unmasked: whole bodies of requests that change something"
    )
    settle_seconds: float = Field(
        default=10.0, gt=0, description="real time that an advance of the clock waits for the network to settle"
    )
    requests_per_minute: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="requests that one caller may make through the gateway in a minute, 0 for no limit; "
        "nothing said: 1,200 in production, no limit in a sandbox",
    )
    audit_key: str = Field(
        default="",
        description="secret from which each service derives the key that signs its audit; production must give its own",
    )
    metrics_token: str = Field(
        default="",
        description="bearer token that `/metrics` takes; empty: open in a sandbox (at the gateway to this machine),"
        " closed in production",
    )
    admin_client_secret: str = Field(
        default="", description="production: secret of the first client, `administrator`, at the identity service"
    )

    @model_validator(mode="after")
    def _production_has_its_own_secrets(self) -> Self:
        # Whatever the service: settings are read once, and then handed on for each of them.
        if self.mode is not Mode.PRODUCTION:
            return self
        if not self.peer_secrets:
            raise InsecureSettings(
                "LUOHU_MODE=production needs LUOHU_PEER_SECRETS, a JSON object such as "
                '{"declaration->tax": ["whsec_..."]}: the sandbox defaults are public'
            )
        for edge, secrets in self.peer_secrets.items():
            _own(edge, secrets)
        if self.admin_client_secret and len(self.admin_client_secret) < SHORTEST_SECRET:
            raise InsecureSettings(
                f"LUOHU_ADMIN_CLIENT_SECRET has at least {SHORTEST_SECRET} characters: it opens the whole city"
            )
        if len(self.audit_key) < SHORTEST_AUDIT_KEY:
            raise InsecureSettings(
                f"LUOHU_MODE=production needs LUOHU_AUDIT_KEY, a secret of at least {SHORTEST_AUDIT_KEY} characters, "
                "such as `openssl rand -base64 32` gives: with the sandbox's anybody could sign an audit"
            )
        return self

    def of(self, service: str) -> "Settings":
        """The same settings for another service of the city."""
        return self.model_copy(update={"service": service})

    def port_of(self, service: str) -> int:
        """The port that a service listens on."""
        return self.port_base + BY_NAME[service].port

    def url_of(self, service: str) -> str:
        """Where a service is reached, without a trailing slash."""
        if override := self.urls.get(service):
            return override.split()[0].rstrip("/")
        return f"http://{self.host}:{self.port_of(service)}"

    def replicas_of(self, service: str) -> int:
        """How many processes of a service `luohu up` starts."""
        return 1 if BY_NAME[service].role in (Role.DOOR, Role.CONTROL) else self.replicas

    def replica_port(self, service: str, replica: int) -> int:
        """The port that one replica alone listens on, counted from 1; the port of the service is all of theirs."""
        return self.port_of(service) + REPLICA_PORTS * (replica if replica < TAKEN else replica + 1)

    def addresses_of(self, service: str) -> tuple[str, ...]:
        """Where the replicas of a service are reached, each by itself; one address where there is one."""
        if override := self.urls.get(service):
            return tuple(url.rstrip("/") for url in override.split())
        replicas = self.replicas_of(service)
        if replicas == 1:
            return (self.url_of(service),)
        return tuple(f"http://{self.host}:{self.replica_port(service, each)}" for each in range(1, replicas + 1))

    def peer_addresses_of(self, service: str) -> tuple[str, ...]:
        """Where the other services reach a service: at its one address, where its replicas share that."""
        return self.addresses_of(service) if service in self.urls else (self.url_of(service),)

    @property
    def token_issuer(self) -> str:
        """The `iss` of every token: the configured issuer, else the city's identity service."""
        return self.issuer.rstrip("/") or self.url_of("identity")

    @property
    def door_origin(self) -> str:
        """Where browsers reach the gateway: scheme, host and port, without a trailing slash."""
        return self.public_origin.rstrip("/") or self.url_of("gateway")

    @property
    def database(self) -> str:
        """Name of the service's own database."""
        return self.service.replace("-", "_")

    @property
    def audit_master(self) -> str:
        """What the keys of the audit derive from."""
        return self.audit_key or SANDBOX_MASTER

    def dsn(self) -> str:
        """The service's database for SQLAlchemy with asyncpg."""
        url = self.database_url or embedded_url(self.port_base)
        plain = url.replace("{database}", self.database)
        return plain.replace("postgresql://", "postgresql+asyncpg://", 1).replace(
            "postgres://", "postgresql+asyncpg://", 1
        )

    def secrets_between(self, sender: str, receiver: str) -> list[str]:
        """Live secrets of a pair, the signing one first. Empty in production when the pair has none."""
        if given := self.peer_secrets.get(f"{sender}->{receiver}"):
            return given
        if self.mode is Mode.PRODUCTION:
            return []
        return [derive_secret(SANDBOX_MASTER, sender, receiver)]


def _own(edge: str, secrets: list[str]) -> None:
    """Raises InsecureSettings for secrets of a pair that are none, or that every sandbox has."""
    sender, _, receiver = edge.partition("->")
    if not (sender and receiver and secrets):
        raise InsecureSettings(f'LUOHU_PEER_SECRETS: {edge!r} is no pair; it reads "declaration->tax": ["whsec_..."]')
    for secret in secrets:
        try:
            check_secret(secret)
        except ValueError as error:
            raise InsecureSettings(f"LUOHU_PEER_SECRETS, {edge}: {error}") from None
        if secret == derive_secret(SANDBOX_MASTER, sender, receiver):
            raise InsecureSettings(f"LUOHU_PEER_SECRETS, {edge}: this secret is the sandbox's, which is public")


def embedded_url(port_base: int) -> str:
    """URL template of the embedded PostgreSQL, which listens ninety ports above the gateway."""
    return f"postgresql://postgres@127.0.0.1:{port_base + 90}/{{database}}"
