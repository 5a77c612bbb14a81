"""What a company says of itself in a TOML file: its sites, the people who sell, their agents, the
products.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from tools.countries import available_zones, country_code, is_known_zone
from tools.domain.site import Agent, Product, Site, User
from tools.domain.vocabulary import ID_PATTERN, Language, Role, Value
from tools.errors import InvalidRequest

V = TypeVar("V", bound=Value)
LANGUAGES: Final = get_args(Language)
TABLES: Final = {"sites": Site, "users": User, "agents": Agent, "products": Product}


class SiteData(NamedTuple):
    sites: tuple[Site, ...]
    users: tuple[User, ...]
    agents: tuple[Agent, ...]
    products: tuple[Product, ...]

    def site_ids(self) -> frozenset[str]:
        """The sites that the data belongs to."""
        owners = [site.id for site in self.sites]
        owners += [user.site_id for user in self.users]
        owners += [agent.site_id for agent in self.agents]
        owners += [product.site_id for product in self.products]
        return frozenset(owners)


def read_site_file(path: Path) -> SiteData:
    """The file's tables. Raises InvalidRequest: the table, the field, and what was wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path.name} is not TOML: {error}.") from error
    if unknown := data.keys() - TABLES.keys():
        raise InvalidRequest(
            f"{path.name}: {sorted(unknown)[0]} is none of the tables {', '.join(TABLES)}."
        )
    return site_data(data)


def site_data(data: dict[str, Any]) -> SiteData:
    """The values in a file's tables. Raises InvalidRequest as `read_site_file` does."""
    return SiteData(
        sites=_values(Site, "sites", data),
        users=_values(User, "users", data),
        agents=_values(Agent, "agents", data),
        products=_values(Product, "products", data),
    )


def _values(kind: type[V], table: str, data: dict[str, Any]) -> tuple[V, ...]:
    entries = data.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidRequest(f"{table}: expected [[{table}]] before each entry.")
    return tuple(_value(kind, f"{table}[{i}]", entry) for i, entry in enumerate(entries))


def _value(kind: type[V], where: str, entry: dict[str, Any]) -> V:
    if unknown := sorted(entry.keys() - kind.model_fields.keys()):
        names = ", ".join(kind.model_fields)
        raise InvalidRequest(f"{where}: {unknown[0]} is none of {names}.")
    for name in {"id", "site_id"} & kind.model_fields.keys():
        if not re.fullmatch(ID_PATTERN, str(entry.get(name, ""))):
            raise InvalidRequest(f"{where}.{name}: expected 1 to 64 letters, digits, _ and -.")
    for name, problem in _unknown_words(kind, entry):
        raise InvalidRequest(f"{where}.{name}: {problem}")
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(map(str, fault["loc"]))
        raise InvalidRequest(f"{where}.{field}: {fault['msg']}.") from error


def _unknown_words(kind: type[Value], entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, what is wrong) for words that must be known: nothing is read as something else."""
    if kind is Site:
        zone, language, country = (entry.get(name) for name in ("timezone", "language", "country"))
        if zone is not None and not is_known_zone(str(zone)):
            yield "timezone", f"{zone} is no time zone{_suggestion(str(zone), available_zones())}"
        if language is not None and language not in LANGUAGES:
            yield "language", f"expected {' or '.join(LANGUAGES)}."
        if country is not None and country_code(str(country)) is None:
            yield "country", f"{country} is no country; expected a code such as ES, or a name."
    if kind is Agent and "role" in entry and entry["role"] not in list(Role):
        yield "role", f"expected {', '.join(Role)}."


def _suggestion(word: str, words: Collection[str]) -> str:
    """The nearest of the words, as a question."""
    close = get_close_matches(word, words, n=1)
    return f"; did you mean {close[0]}?" if close else "; expected one such as Europe/Madrid."
