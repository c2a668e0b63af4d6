"""The tables of ledger, people, views, outbound and disclosures, with their grants."""

from hub.migrate import run_sql_folder

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Each part of the hub brings its own statements; the order is that of their dependence."""
    for part in ("ledger", "people", "views", "outbound", "disclosures"):
        run_sql_folder(part)
