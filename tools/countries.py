"""Countries and time zones from what people write, and from phone numbers."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from babel.core import get_global
from phonenumbers.timezone import time_zones_for_number

from tools.text import without_accents

# The most populous zone of countries that have several (populations as of the tz database's
# zone1970.tab comments).
MAIN_ZONES: Final = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
ALIASES: Final = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "america": "US",
    "eeuu": "US",
    "holland": "NL",
}
LANGUAGES: Final = ("en", "es", "de", "fr", "pt", "it", "nl", "ja")


def country_code(text: str | None) -> str | None:
    """'ES' from 'es', 'ESP', 'Spain' or 'España'; None for what is no country."""
    key = _key(text or "")
    return _countries().get(key) if 2 <= len(key) <= 60 else None


def country_of_zone(zone: str) -> str | None:
    """The country a zone lies in; None for UTC and the like."""
    country = get_global("zone_territories").get(zone)
    return (
        str(country)
        if country and country.isalpha() and len(country) == 2 and country != "ZZ"
        else None
    )


def is_known_zone(text: str) -> bool:
    return text in available_zones()


@cache
def available_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_of(*, timezone: str | None, country: str | None, phone: str | None, fallback: str) -> str:
    """The lead's own zone, else its country's main one, its phone number's, or the fallback."""
    own_zone = (timezone or "").strip()
    if own_zone and is_known_zone(own_zone):
        return own_zone
    for code in (country_code(country), _phone_country(phone)):
        if code and (zone := _zone_of_country(code)):
            return zone
    return _phone_zone(phone) or (fallback if is_known_zone(fallback) else "UTC")


def _zone_of_country(code: str) -> str | None:
    return MAIN_ZONES.get(code) or _zones().get(code)


def _parsed(phone: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone, None) if phone else None
    except phonenumbers.NumberParseException:
        return None


def _phone_country(phone: str | None) -> str | None:
    number = _parsed(phone)
    zones = time_zones_for_number(number) if number else ()
    if number is None or len(zones) == 1:  # one zone says more than the country
        return None
    return phonenumbers.region_code_for_country_code(number.country_code or 0)


def _phone_zone(phone: str | None) -> str | None:
    zones = time_zones_for_number(number) if (number := _parsed(phone)) else ()
    return zones[0] if zones and is_known_zone(zones[0]) else None


@cache
def _zones() -> dict[str, str]:
    """A zone for each country that has just one that matters; the first by name where CLDR lists
    several.
    """
    zones: dict[str, str] = {}
    for zone, country in sorted(get_global("zone_territories").items()):
        if is_known_zone(zone):
            zones.setdefault(str(country), zone)
    return zones


@cache
def _countries() -> dict[str, str]:
    codes = {
        _key(str(name)): code
        for language in reversed(LANGUAGES)
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "EZ", "XA", "XB")
    }
    codes |= {code.casefold(): code for code in set(codes.values())}
    return codes | _alpha3() | ALIASES


def _alpha3() -> dict[str, str]:
    """'esp' -> 'ES': CLDR's three-letter codes of countries that are still there."""
    aliases = get_global("territory_aliases")
    return {
        code.casefold(): territories[0]
        for code, territories in aliases.items()
        if len(code) == 3 and code.isalpha() and len(territories) == 1
    }


def _key(text: str) -> str:
    return "".join(c for c in without_accents(text) if c.isalnum())
