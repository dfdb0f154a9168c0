"""Tables over the nodes of a sharded PostgreSQL: what its keys must have, and that ours have it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Identity, Index, Integer, Text, Uuid
from sqlalchemy.schema import Table, UniqueConstraint
from typer.testing import CliRunner

from luohu_cli.app import app
from luohu_cli.commands.ddl import tables_of
from luohu_contract.directory import SERVICES, Role
from luohu_kit.db import metadata, world_table
from luohu_kit.sharding import By, Shards, broken, ddl, spread

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "shard.md"
WITH_DATABASE = [service.name for service in SERVICES if service.role is not Role.DOOR]


def test_a_key_without_the_distribution_column_is_noticed() -> None:
    meta = metadata()
    Table("letter", meta, Column("world", Text), Column("id", Uuid, primary_key=True))
    world_table("stamp", meta, Column("id", Uuid), Column("number", Text), UniqueConstraint("number"))
    world_table("seal", meta, Column("id", Uuid), Column("number", Text), Index("ux_seal", "number", unique=True))
    world_table("label", meta, Column("id", Uuid), Column("number", Text), Index("ix_label", "number"))

    found = broken(meta.tables.values(), spread(meta.tables.values(), By.WORLD))
    assert found == [
        "letter: world, by which it is spread, may be empty",
        "letter: the primary key (id) lacks world",
        "stamp: uq_stamp_number (number) lacks world",
        "seal: ux_seal (number) lacks world",
    ]


def test_a_reference_that_leaves_the_node_is_noticed() -> None:
    meta = metadata()
    world_table("sheet", meta, Column("id", Uuid, unique=True))
    Table("paper", meta, Column("kind", Text, primary_key=True))
    world_table("line", meta, Column("id", Uuid), Column("sheet", ForeignKey("sheet.id")))
    world_table("word", meta, Column("id", Uuid), Column("paper", ForeignKey("paper.kind")))
    world_table("dot", meta, Column("id", Uuid), ForeignKeyConstraint(["world", "id"], ["sheet.world", "sheet.id"]))
    Table("rack", meta, Column("sheet", ForeignKey("sheet.id"), primary_key=True))

    shards = Shards(dict.fromkeys(("sheet", "line", "word", "dot"), "world"), frozenset({"paper"}))
    assert [line for line in broken(meta.tables.values(), shards) if "sheet: " not in line] == [
        "line: (sheet) leaves out world, by which it is spread, and refers to sheet",
        "rack: (sheet) refers between a table on the first node and the shards of sheet",
    ]


def test_numbers_that_nodes_cannot_share_out_are_noticed() -> None:
    meta = metadata()
    world_table("small", meta, Column("id", Integer, Identity(always=True)))
    world_table("large", meta, Column("id", BigInteger, Identity(always=True)))

    found = broken(meta.tables.values(), spread(meta.tables.values(), By.WORLD))
    assert found == ["small: the numbers of id are no bigint, so nodes cannot share them out"]


@pytest.mark.parametrize("service", WITH_DATABASE)
def test_every_table_of_a_service_can_be_spread_by_world_after_what_it_refers_to(service: str) -> None:
    tables = tables_of(service)
    shards = spread(tables, By.WORLD)
    assert broken(tables, shards) == []

    statements = ddl(tables, shards)
    names = [re.search(r"'(?:public\.)?([a-z_.]+)'", each)[1] for each in statements]  # type: ignore[index]
    assert sorted(names) == sorted(table.fullname for table in tables)
    for table in tables:
        for foreign in table.foreign_key_constraints:
            to = foreign.referred_table.fullname
            assert names.index(to) <= names.index(table.fullname)
    copied = {name for name, each in zip(names, statements, strict=True) if "reference" in each}
    assert copied == {"kit.audit_binding"} | (
        {"client", "front_end", "signing_key"} if service == "identity" else set()
    )


def test_the_guide_lists_what_keeps_declarations_from_being_spread() -> None:
    tables = tables_of("declaration")
    found = broken(tables, spread(tables, By.DECLARATION))
    told = re.search(r"```\n(.*?)```", GUIDE.read_text().partition("## By declaration")[2], re.DOTALL)
    assert found
    assert told is not None
    assert sorted(told[1].splitlines()) == sorted(found)


def test_the_command_prints_statements_or_says_what_is_in_their_way() -> None:
    run = CliRunner().invoke
    by_world = run(app, ["ddl", "tax"])
    assert by_world.exit_code == 0
    assert (
        "SELECT create_distributed_table('public.payment', 'world', colocate_with => 'kit.world');" in by_world.output
    )

    by_declaration = run(app, ["ddl", "declaration", "--by", "declaration"])
    assert by_declaration.exit_code == 1
    assert "-- refused: item: the primary key (world, id) lacks declaration_id" in by_declaration.output
    assert "create_distributed_table" not in by_declaration.output
    assert "no table of tax belongs to a declaration" in str(run(app, ["ddl", "tax", "--by", "declaration"]).exception)
