"""What a company says of itself in a TOML file: its sites, the people who sell, their agents, the products."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from tools.domain import ID_PATTERN, Agent, Product, Site, User, Value
from tools.errors import InvalidRequest

V = TypeVar("V", bound=Value)
TABLES: Final = {"sites": Site, "users": User, "agents": Agent, "products": Product}


class SiteData(NamedTuple):
    sites: tuple[Site, ...]
    users: tuple[User, ...]
    agents: tuple[Agent, ...]
    products: tuple[tuple[str, Product], ...]  # with the id of their site


def read_site_file(path: Path) -> SiteData:
    """The file's tables. Raises InvalidRequest that names the table, the field and what was wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path.name} is not TOML: {error}.") from error
    if unknown := data.keys() - TABLES.keys():
        raise InvalidRequest(f"{path.name}: {sorted(unknown)[0]} is none of the tables {', '.join(TABLES)}.")
    return site_data(data)


def site_data(data: dict[str, Any]) -> SiteData:
    return SiteData(
        sites=tuple(value for _, value in _values(Site, "sites", data)),
        users=tuple(value for _, value in _values(User, "users", data)),
        agents=tuple(value for _, value in _values(Agent, "agents", data)),
        products=tuple(_values(Product, "products", data)),
    )


def _values(kind: type[V], table: str, data: dict[str, Any]) -> list[tuple[str, V]]:
    """(site id, value) for each entry of a table."""
    entries = data.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidRequest(f"{table}: expected [[{table}]] before each entry.")
    return [_value(kind, f"{table}[{i}]", entry) for i, entry in enumerate(entries)]


def _value(kind: type[V], where: str, entry: dict[str, Any]) -> tuple[str, V]:
    if unknown := entry.keys() - kind.model_fields.keys() - {"site_id"}:
        raise InvalidRequest(f"{where}: {sorted(unknown)[0]} is none of {', '.join(kind.model_fields)}.")
    site_id = str(entry.get("id" if kind is Site else "site_id", ""))
    for name, id in (("id", str(entry.get("id", ""))), ("site_id", site_id)):
        if not re.fullmatch(ID_PATTERN, id):
            raise InvalidRequest(f"{where}.{name}: expected 1 to 64 letters, digits, _ and -.")
    try:
        return site_id, kind.model_validate(entry)
    except ValidationError as error:
        fault = error.errors()[0]
        raise InvalidRequest(f"{where}.{'.'.join(map(str, fault['loc']))}: {fault['msg']}.") from error
