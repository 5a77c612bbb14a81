"""The time zones of a country, as its law and its people know them."""

from functools import cache

from tools.places.cities import TABLES
from tools.places.clocks import clock, zones_of


@cache
def country_zones(country: str) -> tuple[str, ...]:
    """The zones of a country, one of each clock that its law knows, the one of most people first.

    Empty for a country without inhabitants.
    """
    passed_over = {clock(zone) for zone in TABLES["passed_over"].get(country, ())}
    main = TABLES["main"].get(country)
    ordered = zones_of(country) if main is None else (main, *zones_of(country))
    zones: dict[object, str] = {}
    for zone in ordered:
        if zone == main or clock(zone) not in passed_over:
            zones.setdefault(clock(zone), zone)
    return tuple(zones.values())
