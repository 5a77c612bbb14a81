"""Countries, regions and time zones from what people write."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from tools.places.clocks import clock, country_of_zone, current_name, zone_names
from tools.places.countries import Place, country_code, country_like, place_in
from tools.places.country_names import PATH, table
from tools.places.zone_names import zone_in, zone_like
from tools.places.zones import ZoneSource, best_zone

CASES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("places.toml").read_text(encoding="utf-8")
)
NOWHERE = {"timezone": None, "country": None, "phone": None, "fallback": "Europe/Paris"}


@pytest.mark.parametrize(("text", "code"), CASES["countries"].items())
def test_a_country_is_found_by_all_it_is_called(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", CASES["no_countries"]["texts"])
def test_what_names_no_country_or_several_is_none(text: str) -> None:
    assert place_in(text) is None


@pytest.mark.parametrize(("text", "region"), CASES["regions"].items())
def test_a_text_that_tells_a_region_gives_its_country_too(text: str, region: str) -> None:
    country, _, code = region.partition("-")
    assert place_in(text) == Place(country, code)


@pytest.mark.parametrize(("text", "region"), CASES["regions_alone"].items())
def test_a_region_or_city_alone_says_that_its_country_is_inferred(text: str, region: str) -> None:
    country, _, code = region.partition("-")
    assert place_in(text) == Place(country, code or None, is_inferred=True)


def test_every_iso_code_of_three_letters_is_a_country() -> None:
    aliases = get_global("territory_aliases").items()
    pairs = {alias: codes for alias, codes in aliases if len(alias) == 3 and alias.isalpha()}
    codes = {alias: code for alias, [code, *others] in pairs.items() if not others}
    assert len(codes) > 240
    for alias, code in codes.items():
        assert country_code(alias.lower()) in (code, None)


def test_the_table_of_names_is_what_the_locales_say() -> None:
    assert PATH.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("text", "name"), [("Spian", "Spain"), ("Deutchland", "Germany"), ("Narnia", None)]
)
def test_a_misspelled_country_is_like_the_one_meant(text: str, name: str | None) -> None:
    assert country_like(text) == name


@pytest.mark.parametrize(("text", "zone"), CASES["zones"].items())
def test_a_zone_is_found_by_all_it_is_called(text: str, zone: str) -> None:
    assert zone_in(text) == zone


@pytest.mark.parametrize(("country", "names"), CASES["zones_by_country"].items())
def test_a_name_that_several_zones_share_is_decided_by_the_country(
    country: str, names: dict[str, str]
) -> None:
    for text, zone in names.items():
        assert zone_in(text, country) == zone


@pytest.mark.parametrize("text", CASES["no_zones"]["texts"])
def test_what_names_no_zone_or_several_is_not_understood(text: str) -> None:
    assert zone_in(text) is None


def test_every_name_of_windows_has_the_clock_that_windows_means() -> None:
    for name, zone in get_global("windows_zone_mapping").items():
        assert clock(zone_in(name) or "UTC") == clock(current_name(str(zone))), name


def test_every_name_of_the_database_is_understood() -> None:
    meant_otherwise = {"EST", "MST"}  # without summer time there, which nobody means
    for name in zone_names() - meant_otherwise:
        assert zone_in(name) == current_name(name)
        assert zone_in(name.lower().replace("/", "_slash_")) == current_name(name)


@given(st.text(max_size=200))
def test_any_text_is_a_zone_or_none(text: str) -> None:
    zone = zone_in(text)
    assert zone is None or zone in zone_names()


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
    assert country_of_zone("Asia/Calcutta") == "IN"
    assert country_of_zone("UTC") is None
    assert country_of_zone("Mars/Olympus") is None


@pytest.mark.parametrize("case", CASES["evidence"], ids=str)
def test_the_zone_is_the_best_that_is_known(case: dict[str, Any]) -> None:
    places = {name: value for name, value in case.items() if name in NOWHERE}
    zone = best_zone(**(NOWHERE | places))
    assert zone.zone == case["zone"]
    assert zone.source is ZoneSource(case["source"])
    assert (len(zone.zones) > 1) is case.get("several", False)
    assert zone.zones[0] == zone.zone
    assert zone.is_elsewhere is case.get("elsewhere", False)
