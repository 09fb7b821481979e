"""Alembic's entry: runs on the connection that the runner hands over. Nobody else may migrate, so that the runner's lock holds."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="migration",
    version_table_schema="public",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
