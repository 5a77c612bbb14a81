"""Whether a country or a time zone in a file is understood."""

from functools import lru_cache

from tools.places import zone_names
from tools.places.countries import country_code


@lru_cache(maxsize=4_096)
def country_in(text: str) -> str | None:
    """The two-letter code of the country that is meant; None where it is not understood."""
    return country_code(text)


@lru_cache(maxsize=4_096)
def zone_in(text: str, country: str | None = None) -> str | None:
    """The name of the time zone that is meant; None where it is not understood.

    The country, as a code, decides what an abbreviation such as IST means.
    """
    return zone_names.zone_in(text, country)
