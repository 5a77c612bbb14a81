"""Alembic's entry: the connection comes from tools.db.migrate, or, on Alembic's own command line,
from the settings.
"""

from alembic import context
from sqlalchemy import Connection

from tools.db.migrate import run_on
from tools.db.tables import Row
from tools.settings import Settings


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
        # One transaction for all steps, on SQLite too: between two steps another process would
        # read a schema that is half built, and build the rest as well.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


given = context.config.attributes.get("connection")
if given is None:
    run_on(Settings().database_url, run)
else:
    run(given)
