"""Databases for tests: migrated once into a template, cloned for each test. Real commits, two transactions at once."""

import itertools
import socket
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from luohu_cli import cluster
from luohu_kit.database import create_databases, server_url
from luohu_kit.migration import History, upgrade
from luohu_kit.settings import Settings


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Databases:
    """Templates and clones on one PostgreSQL server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._templates: set[str] = set()
        self._numbers = itertools.count(1)

    @classmethod
    def start(cls, folder: Path) -> "Databases":
        """On an embedded PostgreSQL of its own, which gives up durability for speed."""
        return cls(cluster.start(folder, port=free_port(), durable=False).url)

    async def clone(self, services: dict[str, Sequence[History]]) -> str:
        """Fresh, migrated databases for services; the URL template that finds them."""
        prefix = f"t{next(self._numbers)}_"
        templates = {service: await self._template(service, histories) for service, histories in services.items()}
        connection = await asyncpg.connect(server_url(self.url))
        try:
            for service, template in templates.items():
                name = prefix + service.replace("-", "_")
                # Copying files costs half of what writing every block to the log does, the default.
                await connection.execute(
                    f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER luohu_owner STRATEGY file_copy'
                )
        finally:
            await connection.close()
        return self.url.replace("{database}", prefix + "{database}")

    async def drop(self, template: str, services: Sequence[str]) -> None:
        """Take the clones away."""
        connection = await asyncpg.connect(server_url(self.url))
        try:
            for service in services:
                name = template.rsplit("/", 1)[1].replace("{database}", service.replace("-", "_"))
                await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def _template(self, service: str, histories: Sequence[History]) -> str:
        """The template of a service, migrated by these histories; made when it is wanted first."""
        packages = "_".join(history.package.removeprefix("luohu_") for history in histories)
        name = f"template_{service.replace('-', '_')}__{packages}"[:63]
        if name not in self._templates:
            await create_databases(self.url, [name])
            await upgrade(Settings(service=service, database_url=self.url.replace("{database}", name)), histories)
            self._templates.add(name)
        return name
