"""Facts of the tz database: which zones there are, where they lie, and how their clocks run."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

RULES_YEAR: Final = 2030  # far enough for the rules that hold from now on, as they are known
OFF_LISTS: Final = frozenset({"Factory", "localtime", "posixrules"})  # names of no place
UTC_NAMES: Final = frozenset({"Etc/UTC", "Etc/GMT"})


@cache
def zone_names() -> frozenset[str]:
    """Every name that the tz database knows, old ones too."""
    return frozenset(available_timezones()) - OFF_LISTS


def current_name(zone: str) -> str:
    """The name that a zone has today: Asia/Kolkata of Asia/Calcutta.

    Zones that the database only merges for brevity, such as Europe/Amsterdam, keep their names.
    """
    if zone in _country_by_zone():
        return zone
    name = str(get_global("zone_aliases").get(zone, zone))
    if name not in _country_by_zone() and not name.startswith("Etc/"):
        name = _links().get(zone, name)
    if name in UTC_NAMES:
        return "UTC"
    return name


def country_of_zone(zone: str) -> str | None:
    """The country a zone lies in; None for UTC, fixed offsets and what is no zone."""
    return _country_by_zone().get(current_name(zone))


@cache
def places() -> tuple[str, ...]:
    """The zones of places, by today's names."""
    return tuple(_country_by_zone())


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country (two letters), one of each clock, in the database's order."""
    by_clock: dict[tuple[timedelta, ...], str] = {}
    for zone, owner in _country_by_zone().items():
        if owner == country:
            by_clock.setdefault(clock(zone), zone)
    return tuple(by_clock.values())


@cache
def clock(zone: str) -> tuple[timedelta, ...]:
    """How far a zone is ahead of UTC on the first of each month; zones that agree are one clock."""
    return tuple(_local(zone, month).utcoffset() or timedelta() for month in range(1, 13))


@cache
def abbreviations(zone: str) -> frozenset[str]:
    """What the zone's time is called in short, such as EST and EDT."""
    return frozenset(str(_local(zone, month).tzname()) for month in range(1, 13))


def zone_of_offset(offset: timedelta) -> str | None:
    """A zone that is always so far ahead of UTC; None if there is none.

    Etc/GMT counts westward: eight hours behind UTC is Etc/GMT+8.
    """
    if not offset:
        return "UTC"
    hours, rest = divmod(offset, timedelta(hours=1))
    name = f"Etc/GMT{-hours:+d}"
    if not rest:
        return name if name in zone_names() else None
    return next((zone for zone in places() if set(clock(zone)) == {offset}), None)


def _local(zone: str, month: int) -> datetime:
    return datetime(RULES_YEAR, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))


@cache
def _country_by_zone() -> dict[str, str]:
    """The country of each zone of a place, from zone.tab."""
    countries = {}
    for line in _lines("zone.tab"):
        if line.startswith("#"):
            continue
        country, _, zone = line.split("\t")[:3]
        countries[zone] = country
    return countries


@cache
def _links() -> dict[str, str]:
    """The zones that other names stand for."""
    names = {}
    for line in _lines("tzdata.zi"):
        if line.startswith("L "):
            _, zone, name = line.split()
            names[name] = zone
    return names


def _lines(name: str) -> list[str]:
    path = files("tzdata").joinpath("zoneinfo", name)
    return path.read_text(encoding="utf-8").splitlines()
