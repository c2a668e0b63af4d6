"""The tables of ledger, people, views, outbound, disclosures and pages, with their grants."""

from hub.migrate import run_sql_folder

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Each part of the hub brings its own statements; the order is that of their dependence."""
    for part in ("ledger", "people", "views", "outbound", "disclosures", "pages"):
        run_sql_folder(part)
