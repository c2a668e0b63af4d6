"""${message}."""

from hub.migrate import run_sql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Run the statements of this version."""
    run_sql("ledger/${up_revision}_${message}.sql")
