"""What Alembic runs before the versions: one transaction on the connection that `hub migrate` handed over."""

from alembic import context

from hub.migrate import MigrationError

connection = context.config.attributes.get("connection")
if connection is None:
    raise MigrationError("run `hub migrate`: it opens the databases that HUB_OWNER_DATABASE_URL and its kin name")
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
