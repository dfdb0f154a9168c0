"""What has arrived goes out of the outbox in one statement, whatever worlds it is of."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A row that came back with a snapshot has the number that it had: only rows of the same generation are meant.
    # Nobody waits for the disk: a removal that a crash of the server takes back is a message that comes twice.
    op.execute(
        """
        CREATE FUNCTION kit.arrived(worlds text[], generations text[], ids bigint[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$ BEGIN
            PERFORM set_config('synchronous_commit', 'off', true);
            DELETE FROM kit.outbox o USING unnest(worlds, generations, ids) AS a(world, generation, id), kit.world w
            WHERE o.world = a.world AND o.id = a.id AND w.name = a.world AND w.generation = a.generation;
        END $$
        """
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION kit.arrived(text[], text[], bigint[])")
