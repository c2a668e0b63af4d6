"""The table of wrapped keys, with its grants."""

from hub.migrate import run_sql_folder

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing but keys is in this database."""
    run_sql_folder("keys")
