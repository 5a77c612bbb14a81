"""A company's own file: what is taken, and the sentence that says why it is not."""

from pathlib import Path

import pytest

from tools.domain.vocabulary import Role
from tools.errors import InvalidRequest
from tools.site_file import SiteData, read_site_file

SITE = "[[sites]]\nid = 's'\nname = 'Brightpage'\n"
AGENT = "[[agents]]\nid = 'a'\nsite_id = 's'\n"


def read(tmp_path: Path, text: str) -> SiteData:
    path = tmp_path / "company.toml"
    path.write_text(text, encoding="utf-8")
    return read_site_file(path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            SITE + "timezone = 'Europe/Londn'",
            "sites[0].timezone: Europe/Londn is no time zone; did you mean Europe/London?",
        ),
        (
            SITE + "timezone = 'Olympus Mons'",
            "sites[0].timezone: Olympus Mons is no time zone; "
            "expected a name such as Europe/Madrid.",
        ),
        (
            SITE + "language = 'fr'",
            "sites[0].language: fr is no language that sequences are written in; "
            "expected en or es.",
        ),
        (
            SITE + "country = 'Spian'",
            "sites[0].country: Spian is no country; did you mean Spain?",
        ),
        (
            SITE + "country = 'Narnia'",
            "sites[0].country: Narnia is no country; expected a name or code such as ES.",
        ),
        (
            SITE + SITE + "country = 34",
            "sites[1].country: 34 is no country; expected a name or code such as ES.",
        ),
        (
            AGENT + "role = 'Sales Manger'",
            "agents[0].role: Sales Manger is no role of an agent; did you mean sales_manager?",
        ),
        (
            AGENT + "role = 'ceo'",
            "agents[0].role: ceo is no role of an agent; "
            "expected one of sales, sales_manager, customer_success.",
        ),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(tmp_path, text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "line",
    [
        "timezone = 'Europe/London'",
        "timezone = 'UTC'",
        "language = 'es'",
        "language = 'es-MX'",
        "language = 'English'",
        "country = 'ESP'",
        "country = 'México'",
    ],
)
def test_the_usual_names_of_zones_languages_and_countries_are_taken(
    tmp_path: Path, line: str
) -> None:
    [site] = read(tmp_path, SITE + line).sites
    name, value = line.split(" = ")
    assert getattr(site, name) == value.strip("'")


@pytest.mark.parametrize("role", Role)
def test_each_role_is_taken(tmp_path: Path, role: Role) -> None:
    [agent] = read(tmp_path, AGENT + f"role = '{role}'").agents
    assert agent.role is role
