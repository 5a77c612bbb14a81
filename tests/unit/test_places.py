"""Countries and time zones from what people write."""

import pytest

from tools.countries import country_code, country_like, country_of_zone, zone_like, zone_of

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


THREE_LETTER_CODES = """
    AR:ARG AU:AUS AT:AUT BE:BEL BO:BOL BR:BRA CA:CAN CH:CHE CL:CHL CN:CHN CO:COL CR:CRI CU:CUB
    CZ:CZE DE:DEU DK:DNK DO:DOM EC:ECU EG:EGY ES:ESP FI:FIN FR:FRA GB:GBR GR:GRC GT:GTM HN:HND
    HU:HUN ID:IDN IE:IRL IL:ISR IN:IND IT:ITA JP:JPN KR:KOR MX:MEX MY:MYS NI:NIC NL:NLD NO:NOR
    NZ:NZL PA:PAN PE:PER PH:PHL PL:POL PR:PRI PT:PRT PY:PRY RO:ROU RU:RUS SA:SAU SE:SWE SG:SGP
    SV:SLV TH:THA TR:TUR UA:UKR AE:ARE US:USA UY:URY VE:VEN VN:VNM ZA:ZAF KE:KEN IS:ISL
"""


@pytest.mark.parametrize("pair", THREE_LETTER_CODES.split())
def test_a_country_is_found_by_its_three_letter_code(pair: str) -> None:
    code, three_letters = pair.split(":")
    assert country_code(three_letters) == code
    assert country_code(three_letters.lower()) == code


@pytest.mark.parametrize("code", ["YUG", "EUE", "XXX", "ZZZ", "EU"])
def test_a_code_of_several_countries_or_of_none_is_no_country(code: str) -> None:
    assert country_code(code) is None


@pytest.mark.parametrize(
    ("text", "name"), [("Spian", "Spain"), ("Deutchland", "Germany"), ("Narnia", None)]
)
def test_a_misspelled_country_is_like_the_one_meant(text: str, name: str | None) -> None:
    assert country_like(text) == name


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Londn", "Europe/London"),
        ("europe/madrid", "Europe/Madrid"),
        ("New York", "America/New_York"),
        ("Olympus Mons", None),
    ],
)
def test_a_misspelled_zone_is_like_the_one_meant(text: str, zone: str | None) -> None:
    assert zone_like(text) == zone


def test_a_zone_tells_its_country() -> None:
    assert country_of_zone("Europe/Madrid") == "ES"
    assert country_of_zone("UTC") is None
