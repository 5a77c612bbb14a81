"""Whether a country or a time zone in a file is understood."""

from functools import lru_cache

from tools.countries import country_code, is_zone


@lru_cache(maxsize=4_096)
def country_in(text: str) -> str | None:
    """The two-letter code of the country that is meant; None where it is not understood."""
    return country_code(text)


@lru_cache(maxsize=4_096)
def zone_in(text: str) -> str | None:
    """The name of the time zone that is meant; None where it is not understood."""
    return text if is_zone(text) else None
