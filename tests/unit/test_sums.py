"""What a price comes to for the quantity in a lead's note."""

import pytest

from agents.facts import facts_of
from agents.sums import sums_in
from tests.factories import context, interaction
from tools.domain.lead import LeadContext
from tools.domain.site import Product, Site


def known(price: str, note: str, language: str, country: str) -> LeadContext:
    return context(
        site=Site(id="s", name="S", language=language, country=country),
        products=(Product(site_id="s", id="p", name="training", price=price),),
        interactions=(interaction(summary=note),),
        language=language,
    )


@pytest.mark.parametrize(
    ("price", "note", "language", "country", "total"),
    [
        ("€540 per group", "36 people. How much for the three groups?", "en", "IE", "€1,620"),
        ("$3.50 per employee a month", "Pricing for 85 employees", "en", "US", "$297.50 a month"),
        ("1,450 MXN por tarima", "Pide precio por 120 tarimas", "es", "MX", "174,000 MXN"),
        ("24 € al mes por profesional", "¿Y los 7 profesionales?", "es", "ES", "168 € al mes"),
        ("£390 for up to five sites, £60 for each further one", "seven sites", "en", "GB", None),
        ("€540 per group", "first 3 groups, then 4 groups", "en", "IE", None),
        ("€540 per group", "36 people", "en", "IE", None),
        ("£320 a year", "3 sites", "en", "GB", None),
    ],
)
def test_a_price_is_multiplied_only_where_the_note_counts_its_unit_once(
    price: str, note: str, language: str, country: str, total: str | None
) -> None:
    totals = [sum.total for sum in sums_in(known(price, note, language, country))]
    assert totals == ([total] if total else [])


def test_a_sum_is_a_fact_of_the_company() -> None:
    facts = facts_of(known("€540 per group", "How much for three groups?", "en", "IE"))
    [fact] = [fact for fact in facts if fact.source.startswith("sums")]
    assert fact.text == "training at €540 per group: three groups come to €1,620"
