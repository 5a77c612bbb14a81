"""Countries and their regions from what people write."""

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import Locale
from babel.core import get_global

from tools.places.cities import zone_of_city
from tools.places.clocks import country_of_zone
from tools.places.country_names import LANGUAGES, is_country, name_key, names
from tools.places.regions import owners_of, region_of, regions_of
from tools.text import fold, is_placeholder

TABLES: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("countries.toml").read_text(encoding="utf-8")
)
FORMS: Final = frozenset(TABLES["forms"]["words"].split())
MAX_TEXT: Final = 100  # characters
SEPARATORS: Final = re.compile(r"[,;/|()\[\]:–—-]")
LEAST_NAME: Final = 4  # letters of a region's name; fewer are a code
LIKENESS: Final = 0.8  # of 1; less makes Armenia of Narnia


class Place(NamedTuple):
    """A country (two letters), and a region of it by its code in the `holidays` library."""

    country: str
    region: str | None = None
    is_inferred: bool = False  # the text names a region or city alone

    @property
    def text(self) -> str:
        """The place as a code that `place_in` reads: "ES", "US-CA"."""
        if self.region is None:
            return self.country
        return f"{self.country}-{self.region}"


def place_in(text: str | None) -> Place | None:
    """The country, and the region if it is told, of "España", "USA - California" or "London, UK".

    None for what is no country, and no region or city of one country alone, and for placeholders:
    N/A (and NA, which is one far more often) is not Namibia.
    """
    if not text or len(text) > MAX_TEXT or is_placeholder(text):
        return None
    country = country_named(text)
    if country:
        region = region_of(country, text) if len(name_key(text)) >= LEAST_NAME else None
        return Place(country, region)
    parts = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    if len(parts) > 1:
        return _place_of_parts(parts)
    return _place_of_words(text.split()) or _place_of_region(text) or _place_of_city(text)


def country_code(text: str | None) -> str | None:
    """'ES' from 'es', 'ESP', 'Spain' or 'España'; None for what is no country."""
    place = place_in(text)
    if place is None:
        return None
    return place.country


def country_like(text: str) -> str | None:
    """The English name of the country whose name is spelled most like the text, if any is close."""
    matches = get_close_matches(name_key(text)[:MAX_TEXT], _usual_names(), n=1, cutoff=LIKENESS)
    if not matches:
        return None
    return country_name(_usual_names()[matches[0]])


def country_name(code: str) -> str:
    """A country's English name."""
    return str(Locale.parse("en").territories[code])


def country_named(text: str) -> str | None:
    """The country that the whole text names, with or without the form of its state; None else."""
    code = _codes().get(name_key(text))
    if code:
        return code
    words = [word for word in re.findall(r"\w+", fold(text)) if word not in FORMS]
    name = "".join(words)
    if len(name) < LEAST_NAME:
        return None
    return _codes().get(name)


def _place_of_parts(parts: list[str]) -> Place | None:
    """The place of "US, CA", "London, UK" or "Spain (ES)"; None where parts name two countries."""
    countries = {part: country_named(part) for part in parts}
    for part, country in countries.items():
        for other in parts:
            region = region_of(country, other) if country and other != part else None
            if country and region:
                return Place(country, region)
    for part in parts:
        country = _country_of_city(part)
        for other in parts:
            region = region_of(country, other) if country and other != part else None
            if country and region:
                return Place(country, region)
    codes = set(filter(None, countries.values()))
    if len(codes) == 1:
        return _unless_a_state(codes.pop(), parts)
    if codes:
        return None
    regions = set(filter(None, map(_place_of_region, parts)))
    return regions.pop() if len(regions) == 1 else None


def _unless_a_state(country: str, parts: list[str]) -> Place | None:
    """The country; None where its two letters may as well be a state, as in "Springfield, IL"."""
    cities = filter(None, map(_country_of_city, parts))
    is_state = any(name_key(part).upper() in regions_of("US").values() for part in parts)
    is_named = any(country_named(part) == country and len(name_key(part)) > 2 for part in parts)
    if is_state and not is_named and country not in cities:
        return None
    return Place(country)


def _country_of_city(text: str) -> str | None:
    zone = zone_of_city(text)
    if zone is None:
        return None
    return country_of_zone(zone)


def _place_of_words(words: list[str]) -> Place | None:
    """The place of "Mexico D.F." or "Madrid Spain": a country beside a region or city of it."""
    for i in range(1, len(words)):
        head, tail = " ".join(words[:i]), " ".join(words[i:])
        for name, rest in ((head, tail), (tail, head)):
            country = country_named(name)
            if country is None:
                continue
            region = region_of(country, rest)
            if region or _country_of_city(rest) == country:
                return Place(country, region)
    return None


def _place_of_region(text: str) -> Place | None:
    """The region that only one country has by that name."""
    key = name_key(text)
    owners = owners_of(key)
    if len(key) < LEAST_NAME or len(owners) != 1:
        return None
    [country] = owners
    return Place(country, regions_of(country)[key], is_inferred=True)


def _place_of_city(text: str) -> Place | None:
    """The country of a city that gives a time zone its name, or shares one that is listed."""
    country = _country_of_city(text)
    if country is None or len(name_key(text)) < LEAST_NAME:
        return None
    return Place(country, is_inferred=True)


@cache
def _codes() -> dict[str, str]:
    """The two-letter codes by the keys of all that countries are called."""
    codes = dict(names())
    for code, spellings in TABLES["names"].items():
        codes |= {name_key(name): code for name in spellings.split(",")}
    countries = set(codes.values())
    codes |= _codes_of_former_times(countries)
    codes |= {code.casefold(): code for code in countries}
    return codes


def _codes_of_former_times(countries: set[str]) -> dict[str, str]:
    """Codes of three letters, and of former countries that one country has followed."""
    codes = {}
    for alias, territories in get_global("territory_aliases").items():
        if not alias.isalpha() or len(alias) not in (2, 3) or len(territories) != 1:
            continue
        [code] = territories
        if code in countries:
            codes[alias.casefold()] = code
    return codes


@cache
def _usual_names() -> dict[str, str]:
    """The names of countries in the languages whose spelling mistakes are recognised."""
    codes = {}
    for language in reversed(LANGUAGES):
        for code, name in Locale.parse(language).territories.items():
            if is_country(code):
                codes[name_key(str(name))] = code
    return codes
