"""Countries and time zones from what people write, and from phone numbers."""

from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from babel.core import get_global
from phonenumbers.timezone import time_zones_for_number

from tools.text import fold

# The most populous zone of countries that have several, by the tz database's zone1970.tab.
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
LANGUAGES: Final = ("en", "es", "de", "fr", "pt", "it", "nl", "ja")  # the first has precedence
NO_COUNTRIES: Final = frozenset({"ZZ", "EU", "UN", "EZ", "XA", "XB"})
MAX_NAME: Final = 60  # letters and digits
LIKENESS: Final = 0.8  # of 1; less makes Armenia of Narnia


def country_code(text: str | None) -> str | None:
    """'ES' from 'es', 'ESP', 'Spain' or 'España'; None for what is no country."""
    key = _key(text or "")
    if not 2 <= len(key) <= MAX_NAME:
        return None
    return _codes().get(key)


def country_like(text: str) -> str | None:
    """The English name of the country whose name is spelled most like the text, if any is close."""
    matches = get_close_matches(_key(text), _codes(), n=1, cutoff=LIKENESS)
    if not matches:
        return None
    return str(Locale.parse("en").territories[_codes()[matches[0]]])


def country_of_zone(zone: str) -> str | None:
    """The country a zone lies in; None for UTC and the like."""
    territory = str(get_global("zone_territories").get(zone, ""))
    if _is_country(territory):
        return territory
    return None


def is_zone(text: str) -> bool:
    """Whether a text is the name of a time zone, such as Europe/Madrid."""
    return text in _zone_names()


def zone_like(text: str) -> str | None:
    """The time zone whose name is spelled most like the text, if any is close."""
    names = {name.casefold(): name for name in _zone_names()}
    matches = get_close_matches(text.casefold().replace(" ", "_"), names, n=1)
    if not matches:
        return None
    return names[matches[0]]


def zone_of(*, timezone: str | None, country: str | None, phone: str | None, fallback: str) -> str:
    """The lead's time zone: its own, else its country's main one, else its phone number's.

    Where none of them says, it is `fallback`, or UTC if that is no time zone.
    """
    name = (timezone or "").strip()
    if is_zone(name):
        return name
    for code in (country_code(country), _phone_country(phone)):
        zone = _main_zone(code)
        if zone:
            return zone
    zone = _phone_zone(phone)
    if zone:
        return zone
    if is_zone(fallback):
        return fallback
    return "UTC"


def _key(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES


@cache
def _codes() -> dict[str, str]:
    """The two-letter codes by all that countries are called: names, codes and nicknames."""
    codes = {}
    for language in reversed(LANGUAGES):
        for code, name in Locale.parse(language).territories.items():
            if _is_country(code):
                codes[_key(str(name))] = code
    countries = set(codes.values())
    codes |= _three_letter_codes(countries)
    codes |= {code.casefold(): code for code in countries}
    return codes | ALIASES


def _three_letter_codes(countries: set[str]) -> dict[str, str]:
    """Those of today's countries, and of former ones that one country has followed."""
    codes = {}
    for alias, territories in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(territories) == 1:
            [code] = territories
            if code in countries:
                codes[alias.casefold()] = code
    return codes


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def _main_zone(country: str | None) -> str | None:
    if country is None:
        return None
    return MAIN_ZONES.get(country) or _zones_by_country().get(country)


@cache
def _zones_by_country() -> dict[str, str]:
    """The zone of each country; the first by name where CLDR lists several."""
    zones: dict[str, str] = {}
    for zone, country in sorted(get_global("zone_territories").items()):
        if is_zone(zone):
            zones.setdefault(str(country), zone)
    return zones


def _phone_number(text: str | None) -> phonenumbers.PhoneNumber | None:
    if not text:
        return None
    try:
        return phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None


def _phone_country(phone: str | None) -> str | None:
    """The country of a number's prefix; None where the number has one zone, which says more."""
    number = _phone_number(phone)
    if number is None or len(time_zones_for_number(number)) == 1:
        return None
    return phonenumbers.region_code_for_country_code(number.country_code or 0)


def _phone_zone(phone: str | None) -> str | None:
    number = _phone_number(phone)
    if number is None:
        return None
    zones = time_zones_for_number(number)
    if zones and is_zone(zones[0]):
        return zones[0]
    return None
