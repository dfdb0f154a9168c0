"""The tables of the operators' queue, in the schema `kit`."""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKeyConstraint, Identity, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from luohu_kit.db import TextEnum, world_table
from luohu_kit.tables import meta
from luohu_kit.tasks.task import TaskState

task = world_table(
    "task",
    meta,
    Column("id", Uuid, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("kind", Text, nullable=False),
    Column("ref", Uuid, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", TextEnum(TaskState), nullable=False),
    Column("candidate_groups", ARRAY(Text), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("assignee", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),  #: the world's time, like every instant here
    Column("due_at", DateTime(timezone=True)),
    Column("follow_up_at", DateTime(timezone=True)),
    Column("completed_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("context", JSONB, nullable=False),
    Index("ix_task_queue", "world", "kind", "state", "due_at"),
    Index("ix_task_ref", "world", "ref"),
)

#: The thread: every act on a task, append-only.
task_entry = world_table(
    "task_entry",
    meta,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("task_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text),  #: None: the service itself
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("detail", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    ForeignKeyConstraint(["world", "task_id"], ["kit.task.world", "kit.task.id"], ondelete="CASCADE"),
    Index("ix_task_entry_task", "world", "task_id", "seq"),
    keys=("seq",),
)
