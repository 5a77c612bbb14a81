"""The names of time zones: the tz database's, CLDR's and Windows', by what is left of them
without case, accents and marks.
"""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from tools.places.cities import LANGUAGES, TABLES
from tools.places.clocks import current_name, places, zone_names
from tools.places.country_names import name_key


@cache
def areas() -> dict[str, str]:
    """The zones of areas that are no city and no country."""
    zones = {}
    for zone, spellings in TABLES["areas"].items():
        for name in spellings.split(","):
            zones[name_key(name)] = zone
    return zones


@cache
def zones_by_key() -> dict[str, str]:
    """The zones of places by the keys of their IANA names, old ones too."""
    names = sorted(zone_names(), key=lambda name: name in places())
    return {name_key(name): current_name(name) for name in names if not name.startswith("Etc/")}


@cache
def fixed_zones() -> dict[str, str]:
    """Etc/GMT+8 and its like, by their names in small letters."""
    names = (name for name in zone_names() if name.startswith("Etc/"))
    return {name.casefold(): current_name(name) for name in names}


@cache
def clock_names() -> dict[str, str]:
    """The zones by the names that CLDR and Windows give to clocks, by their `time_key`."""
    zones: dict[str, str] = {time_key(name): zone for name, zone in windows_names().items()}
    for language in reversed(LANGUAGES):
        zones |= _names_in(language)
    return zones


@cache
def windows_names() -> dict[str, str]:
    """The zones by the keys of Windows' names."""
    names = get_global("windows_zone_mapping")
    return {name_key(name): current_name(str(zone)) for name, zone in names.items()}


def _names_in(language: str) -> dict[str, str]:
    """The names of clocks in a language: "Pacific Time", "hora del Pacífico"."""
    zones = {}
    for clock_name, widths in Locale.parse(language).meta_zones.items():
        zone = _zone_of_clock().get(clock_name)
        for name in widths.get("long", {}).values():
            if zone:
                zones[time_key(str(name))] = zone
    return zones


@cache
def _zone_of_clock() -> dict[str, str]:
    """The zone that stands for each of CLDR's clocks ("America_Eastern")."""
    zones: dict[str, str] = {}
    windows = set(get_global("windows_zone_mapping").values())
    for zone, name in sorted(get_global("meta_zones").items(), key=lambda pair: pair[0] in windows):
        zones[str(name)] = current_name(str(zone))
    zones |= TABLES["shared"]
    return zones


def time_key(text: str) -> str:
    """The key of a clock's name, whatever half of the year it is named for."""
    key = re.sub("daylight(?:savings?)?|standard|summer", "", name_key(text))
    return key.removesuffix("zone")
