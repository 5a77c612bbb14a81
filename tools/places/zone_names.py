"""Time zones from what people write: "us/pacific", "Eastern Time (US & Canada)", "UTC-8", "CET"."""

import re
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from typing import Final, NamedTuple

from tools.places.cities import TABLES, zone_of_city
from tools.places.clocks import (
    abbreviations,
    clock,
    country_of_zone,
    places,
    zone_names,
    zone_of_offset,
    zones_of,
)
from tools.places.countries import country_named
from tools.places.country_names import name_key
from tools.places.country_zones import country_zones
from tools.places.zone_tables import (
    areas,
    clock_names,
    fixed_zones,
    time_key,
    windows_names,
    zones_by_key,
)

MAX_TEXT: Final = 120  # characters
SIGNED: Final = r"([+\-−–±])\s*(\d{1,2})(?:[:.]?([0-5]\d))?"
OFFSET: Final = re.compile(rf"(?:utc|gmt|z)?\s*{SIGNED}(?:\s*h(?:ours|rs)?)?", re.IGNORECASE)
LABEL: Final = re.compile(
    rf"[(\[]?\s*(?:utc|gmt)\s*(?:{SIGNED})?\s*[)\]]?|[(\[]\s*{SIGNED}\s*[)\]]|{SIGNED}(?=\s)",
    re.IGNORECASE,
)
PARTS: Final = re.compile(r"[;,()|\[\]]|\s[-–—/]\s")
SLASH: Final = re.compile(r"[;,()|\[\]/]")
SPELLED_SLASH: Final = re.compile("_slash_", re.IGNORECASE)
LEAST_NAME: Final = 4  # letters of a country's name; fewer are a code or an abbreviation
LIKENESS: Final = 0.75  # of 1


class Hint(NamedTuple):
    """What else is known when a name has several meanings."""

    country: str | None  # two letters
    offset: timedelta | None = None  # from UTC, as a label such as "(UTC-05:00)" tells it

    def allows(self, zone: str) -> bool:
        """Whether the zone's clock agrees with the offset, in summer or in winter."""
        return self.offset is None or self.offset in clock(zone)


def zone_in(text: str | None, country: str | None = None) -> str | None:
    """The IANA name of the zone meant, by today's name; None for what is not understood.

    The country (two letters) decides between zones that share a name: PST is Manila's in the
    Philippines and Vancouver's in Canada. "GMT" alone is UTC.
    """
    plain = " ".join(SPELLED_SLASH.sub("/", text or "").split())
    if not plain or len(plain) > MAX_TEXT:
        return None
    named = _exact_zone(plain)
    if named:
        return named
    offset = _offset(OFFSET.fullmatch(plain))
    if offset is not None:
        return zone_of_offset(offset)
    return _zone_named(plain, country)


def is_zone(text: str) -> bool:
    """Whether a text is the exact name of a zone, such as Europe/Madrid."""
    return text in zone_names()


def zones_like(text: str) -> tuple[str, ...]:
    """The zones that share a name such as IST, else the one that `zone_like` gives, if any."""
    shared = TABLES["national"].get(_short(text))
    if shared:
        return tuple(shared)
    zone = zone_like(text)
    return (zone,) if zone else ()


def zone_like(text: str) -> str | None:
    """The time zone that a text means or is spelled most like, if any is close."""
    zone = zone_in(text)
    if zone:
        return zone
    keys = _keys_of_suggestions()
    matches = get_close_matches(name_key(text)[:MAX_TEXT], keys, n=1, cutoff=LIKENESS)
    if not matches:
        return None
    return keys[matches[0]]


def _exact_zone(text: str) -> str | None:
    """The zone of an IANA name in any case, with any mark between its words."""
    if "/" in text and text.casefold().startswith("etc/"):
        return fixed_zones().get(text.casefold())
    key = name_key(text)
    if key.upper() in TABLES["abbreviations"] or OFFSET.fullmatch(text):
        return None
    return zones_by_key().get(key)


def _offset(match: re.Match[str] | None) -> timedelta | None:
    """The offset that "UTC-8", "GMT+05:30" or "-05:00" tells; up to 14 hours."""
    if match is None:
        return None
    groups = [group for group in match.groups() if group is not None]
    if len(groups) < 2:
        return None
    sign, hours = groups[0], int(groups[1])
    minutes = int(groups[2]) if len(groups) > 2 else 0
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > timedelta(hours=14):
        return None
    return offset if sign in "+±" else -offset


def _zone_named(text: str, country: str | None) -> str | None:
    """The zone of a name, alone or beside an offset or in several parts that agree."""
    label = LABEL.match(text) or LABEL.search(text)
    hint = Hint(country, _offset(label))
    rest = text
    if label and hint.offset is not None:
        rest = (text[: label.start()] + " " + text[label.end() :]).strip(" ,;:-–")
    elif label and label.start() == 0 and len(label.group()) < len(text) and text[0] in "([":
        hint = Hint(country, timedelta())
        rest = text[label.end() :].strip(" ,;:-–")
    if not name_key(rest) and hint.offset is not None:
        return zone_of_offset(hint.offset)
    for separator in (PARTS, SLASH):
        zone = _zone_of_name(rest, hint) or _zone_of_parts(rest, hint, separator)
        if zone:
            return zone
    return None


def _zone_of_parts(text: str, hint: Hint, separator: re.Pattern[str]) -> str | None:
    """The zone that all understood parts of "Brussels; Madrid; Paris" agree on.

    A part that is a country decides what the others mean: "Central Time (Mexico)".
    """
    parts = [part.strip() for part in separator.split(text) if part.strip()]
    for part in parts:
        country = country_named(part) if len(part) >= LEAST_NAME else None
        if country and hint.country is None:
            hint = hint._replace(country=country)
    zones = [zone for part in parts if (zone := _zone_of_name(part, hint))]
    zones = [zone for zone in zones if hint.allows(zone)] or zones
    if len({clock(zone) for zone in zones}) != 1:
        return None
    exact = [zone for part in parts if (zone := _exact_zone(part) or zone_of_city(part))]
    return next((zone for zone in exact if zone in zones), zones[0])


def _zone_of_name(text: str, hint: Hint) -> str | None:
    """The zone of one name: an IANA name, an abbreviation, a name of CLDR or Windows, a place."""
    return (
        _exact_zone(text)
        or _zone_of_abbreviation(text, hint)
        or _localized(windows_names().get(name_key(text)), hint)
        or _localized(clock_names().get(time_key(text)), hint)
        or areas().get(name_key(text))
        or zone_of_city(text)
        or _zone_of_country(text)
    )


def _zone_of_abbreviation(text: str, hint: Hint) -> str | None:
    """The zone that "PST" means in the country, with the offset, or everywhere."""
    short = _short(text)
    if hint.country:
        for zone in zones_of(hint.country):
            if short in abbreviations(zone):
                return zone
        national = TABLES["national"].get(short, [])
        for zone in national:
            if country_of_zone(zone) == hint.country:
                return str(zone)
    if short in TABLES["abbreviations"]:
        return _localized(TABLES["abbreviations"][short], hint)
    return _zone_by_offset(short, hint)


def _short(text: str) -> str:
    """An abbreviation without dots, in capitals."""
    return text.strip(". ").replace(".", "").upper()


def _zone_by_offset(short: str, hint: Hint) -> str | None:
    """The zone that an ambiguous abbreviation means by its offset; None without one."""
    if hint.offset is None or hint.country:
        return None
    candidates = [zone for zone in TABLES["national"].get(short, []) if hint.allows(zone)]
    if len({clock(zone) for zone in candidates}) != 1:
        return None
    return str(candidates[0])


def _localized(zone: str | None, hint: Hint) -> str | None:
    """The zone of the country with the same clock, where the country has one; else the zone."""
    if zone is None or hint.country is None or country_of_zone(zone) == hint.country:
        return zone
    offsets = clock(zone)
    for other in zones_of(hint.country):
        if clock(other) == offsets:
            return other
    for other in zones_of(hint.country):
        if set(clock(other)) == {min(offsets)}:  # the same standard time, without summer time
            return other
    return zone


def _zone_of_country(text: str) -> str | None:
    """The zone of a country that has one clock."""
    country = country_named(text) if len(name_key(text)) >= LEAST_NAME else None
    if country is None:
        return None
    zones = country_zones(country)
    return zones[0] if len(zones) == 1 else None


@cache
def _keys_of_suggestions() -> dict[str, str]:
    """The zones of places by the keys of their names, and of their cities."""
    keys = {}
    for zone in places():
        keys[name_key(zone.rsplit("/")[-1])] = zone
        keys[name_key(zone)] = zone
    return keys
