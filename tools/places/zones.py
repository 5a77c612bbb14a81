"""The time zone of a lead, by the best evidence there is of it."""

from enum import StrEnum
from typing import NamedTuple

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from tools.phone_numbers import phone_number
from tools.places.clocks import clock, country_of_zone, current_name, places
from tools.places.countries import country_code
from tools.places.country_zones import country_zones
from tools.places.zone_names import is_zone, zone_in


class ZoneSource(StrEnum):
    """What a lead's time zone is known by."""

    GIVEN = "given"  # the lead's own data name it
    PHONE = "phone"  # the area or country of its phone number
    COUNTRY = "country"  # its country
    SITE = "site"  # nothing is known: the site's own zone


class LeadZone(NamedTuple):
    """The zone a lead's times are told in, and every zone it may be in."""

    zone: str
    zones: tuple[str, ...]  # one of each clock, `zone` first
    source: ZoneSource
    is_elsewhere: bool = False  # the given zone is none that the lead's country has


def best_zone(
    *, timezone: str | None, country: str | None, phone: str | None, fallback: str
) -> LeadZone:
    """The zone by what is given, else by phone (of the lead's country) and country, else the site.

    Where phone and country leave several zones, the one of most people is told, and all are kept: a
    touch is to fall within the hours of each. Where nothing is known it is `fallback`, or UTC if
    that is no time zone.
    """
    code = country_code(country)
    given = zone_in(timezone, code or phone_country(phone))
    if given:
        zones = (given, *_zones_of_offset(given, code))
        return LeadZone(given, zones, ZoneSource.GIVEN, _is_elsewhere(given, code))
    by_phone = _zones_by_phone(phone, code)
    if by_phone:
        return LeadZone(by_phone[0], by_phone, ZoneSource.PHONE)
    if code and country_zones(code):
        zones = country_zones(code)
        return LeadZone(zones[0], zones, ZoneSource.COUNTRY)
    zone = fallback if is_zone(fallback) else zone_in(fallback) or "UTC"
    return LeadZone(zone, (zone,), ZoneSource.SITE)


def _zones_of_offset(zone: str, country: str | None) -> list[str]:
    """The country's zones that are as far from UTC as a fixed offset, in summer or in winter.

    Who gives UTC-8 in the United States may be an hour further in summer.
    """
    if country is None or country_of_zone(zone) is not None:
        return []
    return [other for other in country_zones(country) if clock(zone)[0] in clock(other)]


def _is_elsewhere(zone: str, country: str | None) -> bool:
    """Whether a zone lies in another country, whose clocks are not the country's own."""
    owner = country_of_zone(zone)
    if owner is None or country is None or owner == country:
        return False
    return clock(zone) not in {clock(other) for other in country_zones(country)}


def _zones_by_phone(phone: str | None, country: str | None) -> tuple[str, ...]:
    """The zones that a number is in, none where it is of another country than the lead's.

    Empty too where the number tells no more than the country does.
    """
    number = phone_number(phone or "")
    if number is None:
        return ()
    zones = [current_name(zone) for zone in time_zones_for_number(number)]
    zones = [zone for zone in zones if zone in places()]
    home = country or phone_country(phone)
    if country:
        zones = [zone for zone in zones if country_of_zone(zone) == country]
    if country and (not zones or _is_all_of(country, zones)):
        return ()
    if not zones and home:
        return country_zones(home)
    return _main_first(zones, home)


def _is_all_of(country: str, zones: list[str]) -> bool:
    """Whether the zones are no fewer clocks than the country has."""
    clocks = {clock(zone) for zone in zones}
    return clocks >= {clock(zone) for zone in country_zones(country)}


def _main_first(zones: list[str], country: str | None) -> tuple[str, ...]:
    """One zone of each clock, in the order in which the country has them."""
    order = [clock(zone) for zone in country_zones(country)] if country else []
    by_clock: dict[object, str] = {}
    for name in sorted(zones, key=lambda zone: country_of_zone(zone) != country):
        by_clock.setdefault(clock(name), name)
    for zone in country_zones(country) if country else ():
        if clock(zone) in by_clock:
            by_clock[clock(zone)] = zone
    known = [by_clock[key] for key in order if key in by_clock]
    return (*known, *(zone for zone in by_clock.values() if zone not in known))


def phone_country(phone: str | None) -> str | None:
    """The country of a number, or the main one of its prefix."""
    number = phone_number(phone or "")
    if number is None:
        return None
    region = phonenumbers.region_code_for_number(number)
    code = region or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return code if code and len(code) == 2 and code != "ZZ" else None
