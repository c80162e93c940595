"""What Alembic runs: the migrations, all in one transaction, on the connection that `warehouse.migrate` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table_schema="audit")
with context.begin_transaction():
    context.run_migrations()
