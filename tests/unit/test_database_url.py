"""DATABASE_URL as hosts hand it out."""

import pytest

from tools.db.url import parse_database_url, shown_url
from tools.errors import InvalidSettings


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_every_name_of_postgres_is_understood(scheme: str) -> None:
    address = parse_database_url(f"{scheme}://leads:secret@db.example.com:5432/leads")
    assert address.url.drivername == "postgresql+asyncpg"
    assert not address.is_sqlite


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        ("sslmode=require", {"ssl": "require"}),
        ("sslmode=require&channel_binding=require", {"ssl": "require"}),
        ("ssl=true", {"ssl": "require"}),
        ("connect_timeout=3", {"timeout": 3.0}),
        ("application_name=leads", {"server_settings": {"application_name": "leads"}}),
        ("pgbouncer=true", {"statement_cache_size": 0}),
    ],
)
def test_parameters_for_libpq_become_asyncpgs(
    parameters: str, arguments: dict[str, object]
) -> None:
    address = parse_database_url(f"postgresql://leads@db.example.com/leads?{parameters}")
    assert arguments.items() <= address.connect_args.items()
    assert not address.url.query


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "is no database URL"),
        ("mysql://leads@127.0.0.1/leads", "mysql is not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("postgresql:///leads", "names no host"),
        ("postgresql://h/leads?sslmode=perhaps", "sslmode perhaps is not known"),
        ("postgresql://h/leads?colour=red", "parameter colour is not known"),
        ("postgresql://h/leads?connect_timeout=soon", "connect_timeout is no number"),
        ("postgresql://h:port/leads", "is no database URL"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(url: str, words: str) -> None:
    with pytest.raises(InvalidSettings, match="DATABASE_URL") as told:
        parse_database_url(url)
    assert words in str(told.value)
    assert "expected" in str(told.value)


def test_a_password_is_neither_shown_nor_told() -> None:
    assert "secret" not in shown_url("postgresql://leads:secret@db.example.com/leads")
    with pytest.raises(InvalidSettings) as told:
        parse_database_url("postgresql://leads:secret@db.example.com/leads?colour=red")
    assert "secret" not in str(told.value)
