"""The law as data: what each rule of the package's file catches and lets pass, and what a file may
say.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.factories import context, lead
from tools.domain.lead import EarlierTouch, LeadContext
from tools.domain.permission import Consent
from tools.domain.site import Site
from tools.domain.vocabulary import Channel
from tools.errors import InvalidSettings
from tools.law.check import Moment, lacks, rules_for
from tools.law.rules import OWN_FILE, read_law

MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)


def lacking(where: LeadContext, channel: Channel, at: datetime = MONDAY) -> set[str]:
    """What the law wants of such a touch, and it lacks."""
    moment = Moment(channel, at, where.earlier_touches)
    rules = rules_for(read_law(), where.country, where.lead.region)
    return {rule.wants for rule in rules if lacks(rule, moment, where)}


def in_spain(*, consent: Consent | None = None, **changes: object) -> LeadContext:
    consents = (consent,) if consent else ()
    site = Site(id="s", name="S", opt_out="Reply no.", disclosure="An AI wrote this.")
    return context(country="ES", site=site, lead=lead(consents=consents), **changes)


def test_spain_wants_consent_for_an_email_and_none_for_a_call() -> None:
    assert lacking(in_spain(), Channel.EMAIL) == {"basis"}
    assert lacking(in_spain(), Channel.CALL) == set()


@pytest.mark.parametrize("basis", ["opt_in", "request", "customer"])
def test_a_consent_for_no_channel_in_particular_counts_for_email_alone(basis: str) -> None:
    consent = Consent(basis=basis, source="form")
    assert lacking(in_spain(consent=consent), Channel.EMAIL) == set()
    assert lacking(in_spain(consent=consent), Channel.WHATSAPP) == {"basis"}


def test_a_third_message_in_a_year_is_insistence_without_consent() -> None:
    two = tuple(
        EarlierTouch(at=MONDAY - timedelta(days=days), channel=Channel.EMAIL) for days in (90, 30)
    )
    assert lacking(in_spain(earlier_touches=two), Channel.EMAIL) == {"basis", "most"}
    consent = Consent(channel=Channel.EMAIL, source="form")
    assert lacking(in_spain(earlier_touches=two, consent=consent), Channel.EMAIL) == set()


def test_the_united_states_want_a_postal_address_and_a_way_out() -> None:
    bare = context(country="US", site=Site(id="s", name="S"))
    assert lacking(bare, Channel.EMAIL) == {"site"}
    site = Site(id="s", name="S", postal_address="1 Main St", opt_out="Reply no.")
    assert lacking(context(country="US", site=site), Channel.EMAIL) == set()


@pytest.mark.parametrize(
    ("region", "hour_utc", "wanted"),
    [
        (None, 19, set()),  # 14:00 in New York
        (None, 12, {"hours"}),  # 07:00
        ("FL", 25, {"hours"}),  # 20:30
        (None, 25, set()),
    ],
)
def test_a_call_has_the_hours_of_where_the_lead_is(
    region: str | None, hour_utc: int, wanted: set[str]
) -> None:
    at = MONDAY.replace(hour=0) + timedelta(hours=hour_utc, minutes=30)
    where = context(country="US", timezone="America/New_York", lead=lead(region=region))
    assert lacking(where, Channel.CALL, at) == wanted


def test_texas_is_not_called_on_a_sunday_morning() -> None:
    where = context(country="US", timezone="America/Chicago", lead=lead(region="TX"))
    sunday = datetime(2026, 11, 29, 16, tzinfo=UTC)
    assert lacking(where, Channel.CALL, sunday) == {"hours"}
    assert lacking(where, Channel.CALL, sunday + timedelta(days=1)) == set()


def test_a_country_without_rules_wants_nothing() -> None:
    assert lacking(context(country="JP"), Channel.EMAIL) == set()


def test_every_rule_says_where_it_is_written() -> None:
    rules = read_law()
    assert {rule.country for rule in rules} >= {"ES", "US"}
    assert all(rule.source and rule.text for rule in rules)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('country = "ES"\nchannels = ["email"]\nwants = "basis"', "bases"),
        ('country = "Spain"\nchannels = ["email"]\nwants = "nothing"', "country"),
        ('country = "ES"\nchannels = ["pigeon"]\nwants = "nothing"', "channels"),
        ('country = "ES"\nchannels = ["email"]\nwants = "luck"', "wants"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, entry: str, problem: str) -> None:
    file = tmp_path / "law.toml"
    file.write_text(f'[[rule]]\n{entry}\ntext = "t"\nsource = "s"\n')
    with pytest.raises(InvalidSettings, match=rf"law.toml, rule 1: .*{problem}"):
        read_law(file)


def test_a_copy_of_the_file_is_read_as_the_file(tmp_path: Path) -> None:
    copy = tmp_path / "counsel.toml"
    copy.write_text(OWN_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_law(copy) == read_law()
