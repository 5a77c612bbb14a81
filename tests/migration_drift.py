"""`python -m tests.migration_drift`: fails where the tables say more than the migrations build."""

import tempfile

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from tools.db.migrate import migrate, run_on
from tools.db.tables import Row


def drift(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    if differences := compare_metadata(context, Row.metadata):
        raise SystemExit(f"The migrations do not build the tables: {differences}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        migrate(url := f"sqlite:///{folder}/drift.db")
        run_on(url, drift)
    print("The migrations build the tables.")
