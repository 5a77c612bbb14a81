"""The regions of countries, by the codes that the `holidays` library gives them."""

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import holidays

from tools.places.country_names import name_key

SPELLINGS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("countries.toml").read_text(encoding="utf-8")
)["regions"]


def region_of(country: str, text: str) -> str | None:
    """The region meant, by its code in the `holidays` library: CA of California."""
    return regions_of(country).get(name_key(text))


def owners_of(key: str) -> frozenset[str]:
    """The countries that have a region whose name or code has the key."""
    return _owners().get(key, frozenset())


@cache
def regions_of(country: str) -> dict[str, str]:
    """The codes of a country's regions by the keys of their names and codes."""
    codes: dict[str, str] = {}
    try:
        calendar = holidays.country_holidays(country)
    except NotImplementedError:
        return {}
    subdivisions = set(calendar.subdivisions)
    codes |= {name_key(code): code for code in subdivisions}
    for name, code in calendar.subdivisions_aliases.items():
        codes[name_key(name)] = code
    for code, spellings in SPELLINGS.get(country, {}).items():
        if code in subdivisions:
            codes |= {name_key(name): code for name in spellings.split(",")}
    return codes


@cache
def _owners() -> dict[str, frozenset[str]]:
    """The countries that have a region of a name, by the name's key."""
    owners: dict[str, set[str]] = defaultdict(set)
    for country in holidays.list_supported_countries(include_aliases=False):
        for key in regions_of(country):
            owners[key].add(country)
    return {key: frozenset(countries) for key, countries in owners.items()}
