"""What a company says of itself in a TOML file: its sites, users, agents and products."""

import re
import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from tools.domain.site import Agent, Product, Site, User
from tools.domain.vocabulary import ID_PATTERN, Language, Role, Value
from tools.errors import InvalidRequest
from tools.intake.languages import language_in
from tools.places.countries import country_code, country_like
from tools.places.zone_names import is_zone, zone_like
from tools.times.hours import span_in

V = TypeVar("V", bound=Value)
TABLES: Final = {"sites": Site, "users": User, "agents": Agent, "products": Product}


class SiteData(NamedTuple):
    """The entries of a file, table by table."""

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
    """The file's tables.

    Raises InvalidRequest that names the table, the field, what is wrong and what would be right.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path.name} is not TOML: {error}.") from error
    for name in sorted(data):
        if name not in TABLES:
            raise InvalidRequest(f"{path.name}: {name} is none of the tables {', '.join(TABLES)}.")
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
    values = []
    for i, entry in enumerate(entries):
        values.append(_value(kind, f"{table}[{i}]", entry))
    return tuple(values)


def _value(kind: type[V], where: str, entry: dict[str, Any]) -> V:
    """The value of one entry; `where` is how a person finds it in the file."""
    fields = kind.model_fields
    for name in sorted(entry):
        if name not in fields:
            raise InvalidRequest(f"{where}: {name} is none of {', '.join(fields)}.")
    for name in ("id", "site_id"):
        if name in fields and not re.fullmatch(ID_PATTERN, str(entry.get(name, ""))):
            raise InvalidRequest(f"{where}.{name}: expected 1 to 64 letters, digits, _ and -.")
    for name, problem_of in CHECKS.items():
        if name in fields and name in entry:
            text = str(entry[name])
            problem = problem_of(text)
            if problem:
                raise InvalidRequest(f"{where}.{name}: {text} {problem}")
    if kind is Site and (problem := _hours_problem(entry.get("sending_hours"))):
        raise InvalidRequest(f"{where}.sending_hours: {problem}")
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(map(str, fault["loc"]))
        raise InvalidRequest(f"{where}.{field}: {fault['msg']}.") from error


def _zone_problem(text: str) -> str | None:
    if is_zone(text):
        return None
    return _problem("is no time zone", zone_like(text), "expected a name such as Europe/Madrid")


def _language_problem(text: str) -> str | None:
    if language_in(text) in get_args(Language):
        return None
    return _problem("is no language that sequences are written in", None, "expected en or es")


def _hours_problem(table: Any) -> str | None:
    weeks = table.values() if isinstance(table, dict) else ()
    for week in weeks:
        for text in week.values() if isinstance(week, dict) else ():
            try:
                span_in(str(text))
            except ValueError as error:
                return f"{error}."
    return None


def _country_problem(text: str) -> str | None:
    if country_code(text):
        return None
    return _problem("is no country", country_like(text), "expected a name or code such as ES")


def _role_problem(text: str) -> str | None:
    roles = [role.value for role in Role]
    if text in roles:
        return None
    spelling = text.strip().casefold().replace(" ", "_")
    matches = get_close_matches(spelling, roles, n=1)
    suggestion = matches[0] if matches else None
    return _problem("is no role of an agent", suggestion, f"expected one of {', '.join(roles)}")


def _problem(fact: str, suggestion: str | None, expectation: str) -> str:
    if suggestion:
        return f"{fact}; did you mean {suggestion}?"
    return f"{fact}; {expectation}."


# What is wrong with a text in a field of that name, as the end of a sentence; None if nothing is.
CHECKS: Final[dict[str, Callable[[str], str | None]]] = {
    "timezone": _zone_problem,
    "language": _language_problem,
    "country": _country_problem,
    "role": _role_problem,
}
