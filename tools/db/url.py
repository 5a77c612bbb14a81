"""DATABASE_URL as hosts hand it out, turned into what the drivers understand."""

import ssl
from typing import Any, Final, NamedTuple

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from tools.errors import InvalidSettings

WANTED: Final = "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"
DRIVERS: Final = {
    "sqlite": "sqlite+one_trip",
    "sqlite+aiosqlite": "sqlite+one_trip",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
# What libpq takes in a URL and asyncpg does not want to be told: it does as well without.
IGNORED: Final = frozenset(["channel_binding", "gssencmode", "keepalives", "target_session_attrs"])
SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class Address(NamedTuple):
    """A database's URL with its asynchronous driver, and what its connections are opened with."""

    url: URL
    connect_args: dict[str, Any]

    @property
    def is_sqlite(self) -> bool:
        return self.url.drivername.startswith("sqlite")


def parse_database_url(text: str) -> Address:
    """The address in `text`. Raises InvalidSettings, whose message holds no password."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise InvalidSettings("DATABASE_URL", "is no database URL", WANTED) from error
    driver = DRIVERS.get(url.drivername)
    if driver is None:
        raise InvalidSettings("DATABASE_URL", f"{url.drivername} is not supported", WANTED)
    if driver.startswith("sqlite"):
        if not url.database or url.database == ":memory:":
            raise InvalidSettings("DATABASE_URL", "names no file", WANTED)
        return Address(url.set(drivername=driver), {})
    if not url.host:
        raise InvalidSettings("DATABASE_URL", "names no host", WANTED)
    return Address(url.set(drivername=driver, query={}), _connect_args(url))


def _connect_args(url: URL) -> dict[str, Any]:
    """asyncpg's arguments for the parameters of a libpq URL."""
    arguments: dict[str, Any] = {"timeout": 10}
    for name, values in url.normalized_query.items():
        value = values[-1]
        if name in IGNORED:
            continue
        if name in ("sslmode", "ssl"):
            arguments["ssl"] = _ssl_mode(value)
        elif name == "sslrootcert":
            arguments["ssl"] = _ssl_context(value)
        elif name == "connect_timeout":
            arguments["timeout"] = _seconds(value)
        elif name == "application_name":
            arguments["server_settings"] = {"application_name": value}
        elif name == "pgbouncer":
            if value.lower() in ("true", "1", "yes"):
                arguments |= PGBOUNCER
        else:
            expected = (
                "expected sslmode, sslrootcert, connect_timeout, application_name or pgbouncer"
            )
            raise InvalidSettings("DATABASE_URL", f"parameter {name} is not known", expected)
    return arguments


def _unnamed_statement() -> str:
    return ""


# Behind pgbouncer in transaction mode the next statement may run on another connection: nothing is
# prepared by name.
PGBOUNCER: Final[dict[str, Any]] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": _unnamed_statement,
}


def _ssl_mode(value: str) -> str:
    mode = {"true": "require", "false": "disable"}.get(value, value)
    if mode not in SSL_MODES:
        raise InvalidSettings(
            "DATABASE_URL", f"sslmode {value} is not known", f"expected {', '.join(SSL_MODES)}"
        )
    return mode


def _ssl_context(path: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=None if path == "system" else path)
    except (OSError, ssl.SSLError) as error:
        raise InvalidSettings(
            "DATABASE_URL", "sslrootcert cannot be read", "expected a file of certificates"
        ) from error


def _seconds(value: str) -> float:
    if not value.isdecimal():
        raise InvalidSettings("DATABASE_URL", "connect_timeout is no number", "expected seconds")
    return float(value)


def shown_url(text: str) -> str:
    """The database URL without its password, for a log line."""
    return parse_database_url(text).url.set(drivername=make_url(text).drivername).render_as_string()
