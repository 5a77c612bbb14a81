"""Countries and time zones from what people write."""

import pytest

from tools.countries import country_code, country_of_zone, zone_of

NOWHERE = {"timezone": None, "country": None, "phone": None, "fallback": "UTC"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ES", "ES"),
        ("es", "ES"),
        ("ESP", "ES"),
        ("Spain", "ES"),
        ("España", "ES"),
        ("México", "MX"),
        ("Deutschland", "DE"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("United States", "US"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Narnia", None),
        ("", None),
        (None, None),
    ],
)
def test_a_country_is_found_by_its_usual_names(text: str | None, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("places", "zone"),
    [
        ({"timezone": "Asia/Tokyo", "country": "ES"}, "Asia/Tokyo"),
        ({"timezone": "Mars/Olympus", "country": "España"}, "Europe/Madrid"),
        ({"country": "Brazil"}, "America/Sao_Paulo"),
        ({"country": "Japan"}, "Asia/Tokyo"),
        ({"phone": "+34910000123"}, "Europe/Madrid"),
        ({"phone": "+14155550132"}, "America/Los_Angeles"),
        ({"phone": "555 0132"}, "UTC"),
        ({"fallback": "Europe/Madrid"}, "Europe/Madrid"),
        ({"fallback": "Nowhere/Land"}, "UTC"),
    ],
)
def test_the_zone_is_the_leads_own_else_its_countrys_else_its_phones_else_the_sites(
    places: dict[str, str], zone: str
) -> None:
    assert zone_of(**(NOWHERE | places)) == zone  # type: ignore[arg-type]


def test_a_zone_tells_its_country() -> None:
    assert country_of_zone("Europe/Madrid") == "ES"
    assert country_of_zone("UTC") is None
