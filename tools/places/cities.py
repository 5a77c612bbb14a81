"""Cities and regions that have a clock of their own, or share that of a zone."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale

from tools.places.clocks import current_name, places, zone_names
from tools.places.country_names import name_key

LANGUAGES: Final = ("en", "es", "de", "fr", "pt", "it")  # of CLDR's names; the first has precedence
TABLES: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("zones.toml").read_text(encoding="utf-8")
)


def zone_of_city(text: str) -> str | None:
    """The zone of "New York", "Nueva York", "San Francisco" or "Arizona"; None for others."""
    return cities().get(name_key(text))


@cache
def cities() -> dict[str, str]:
    """The zones by the keys of the places in them."""
    zones = {}
    for language in reversed(LANGUAGES):
        for zone, names in Locale.parse(language).time_zones.items():
            if "city" in names and "/" in zone and not zone.startswith("Etc/"):
                zones[name_key(names["city"])] = current_name(zone)
    for zone in (*sorted(zone_names()), *places()):  # today's names have the last word
        if "/" in zone and not zone.startswith("Etc/"):
            zones[name_key(zone.rsplit("/")[-1])] = current_name(zone)
    for zone, names in TABLES["places"].items():
        for name in names.split(","):
            zones[name_key(name)] = zone
    return zones
