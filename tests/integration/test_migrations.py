"""An older database brought to the newest schema, with what it holds, and back."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from tests.postgres import PostgresServer
from tools.db.migrate import alembic_config, is_migrated, run_on

BEFORE_KEYS_BY_SITE = "0002"
ROWS = (
    "INSERT INTO sites (id, name, language, timezone, discount_allowed_percent, "
    "max_touches_in_30_days) VALUES ('one', 'One', 'en', 'UTC', 0, 10), "
    "('two', 'Two', 'es', 'UTC', 0, 10)",
    "INSERT INTO users (id, site_id, name) VALUES ('alex', 'one', 'Alex'), ('ana', 'two', 'Ana')",
    "INSERT INTO products (id, site_id, name, price) VALUES ('p', 'one', 'Paper', '5 EUR')",
    "INSERT INTO visitors (id, site_id, pages) VALUES ('v', 'two', '[]')",
    "INSERT INTO agents (id, site_id, user_id, role, active) VALUES "
    "('own', 'one', 'alex', 'sales', true), ('borrowed', 'one', 'ana', 'sales', true)",
)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/leads.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database("older")


def move(url: str, revision: str, *, down: bool = False) -> None:
    def act(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)

    run_on(url, act)


def rows_of(url: str, query: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []

    def act(connection: Connection) -> None:
        rows.extend(tuple(row) for row in connection.execute(text(query)))

    run_on(url, act)
    return rows


def test_what_an_older_database_holds_is_kept(empty_database: str) -> None:
    url = empty_database
    move(url, BEFORE_KEYS_BY_SITE)

    def fill(connection: Connection) -> None:
        for statement in ROWS:
            connection.execute(text(statement))
        connection.commit()

    run_on(url, fill)
    move(url, "head")
    assert is_migrated(url)
    agents = "SELECT site_id, id, user_id FROM agents ORDER BY id DESC"
    assert rows_of(url, agents) == [("one", "own", "alex"), ("one", "borrowed", None)]
    assert rows_of(url, "SELECT site_id, id, price FROM products") == [("one", "p", "5 EUR")]
    assert rows_of(url, "SELECT site_id, id FROM visitors") == [("two", "v")]
    move(url, BEFORE_KEYS_BY_SITE, down=True)
    assert rows_of(url, "SELECT id, site_id FROM users ORDER BY id") == [
        ("alex", "one"),
        ("ana", "two"),
    ]
    move(url, "head")
    assert rows_of(url, agents) == [("one", "own", "alex"), ("one", "borrowed", None)]
