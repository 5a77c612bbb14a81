"""What a file says of being contacted, in columns of its own and in the texts of others."""

import json
from pathlib import Path

import pytest

from tests.unit.test_lead_files import leads_of, rows_of
from tools.domain.permission import Cause
from tools.domain.vocabulary import Channel
from tools.lead_files.lead_rows import LeadRow


def test_a_salesforce_export_keeps_refusals_by_channel(tmp_path: Path) -> None:
    text = (
        "Lead ID;FirstName;LastName;Company;Title;Phone;HasOptedOutOfEmail;DoNotCall\n"
        "00Q1;Jo;Day;Acme;CEO;+442079460123;true;0\n"
    )
    [lead] = leads_of(tmp_path, text)
    assert [(refusal.cause, refusal.channel) for refusal in lead.refusals] == [
        (Cause.OPTED_OUT, Channel.EMAIL)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Email,Lead Status\nJane,j@example.com,Do Not Contact\n",
        "Name,Email,Tags\nJane,j@example.com,fair 2024; unsubscribed\n",
        "Name,Email,Notes\nJane,j@example.com,asked us to stop: do not contact\n",
        "Name,Email\nJane Smith (deceased),j@example.com\n",
        "First Name,Last Name,Email\nDO NOT,CONTACT,j@example.com\n",
        "Name,Email,DNC\nJane,j@example.com,1\n",
        "Name,Email,Subscribed\nJane,j@example.com,No\n",
        "Name,Email,Company / Account,unsubscribed_at\nJane,j@example.com,,2024-03-01\n",
    ],
)
def test_a_refusal_is_found_wherever_it_stands(tmp_path: Path, text: str) -> None:
    [lead] = leads_of(tmp_path, text)
    assert lead.refusals


@pytest.mark.parametrize(
    "record",
    [
        {"doNotContact": [{"channel": "email", "reason": 1}]},
        {"unsubscribed": 1},
        {"properties": {"hs_email_optout": "true"}},
        {"tags": ["hot", "do not contact"]},
        {"HasOptedOutOfEmail": True},
        {"consent": {"email": False}},
    ],
)
def test_a_refusal_in_json_is_found(tmp_path: Path, record: dict[str, object]) -> None:
    line = json.dumps({"name": "Jane", "email": "jane@example.com", **record})
    [lead] = leads_of(tmp_path, line, "leads.jsonl")
    assert lead.refusals


@pytest.mark.parametrize("record", [{"opted_out": None}, {"consent": None}, {"unsubscribed": 0}])
def test_what_says_nothing_is_no_refusal(tmp_path: Path, record: dict[str, object]) -> None:
    line = json.dumps({"name": "Jane", "email": "jane@example.com", **record})
    [lead] = leads_of(tmp_path, line, "leads.jsonl")
    assert lead.refusals == ()


@pytest.mark.parametrize("cells", ["no,yes", "yes,no"])
def test_one_refusal_among_several_columns_is_enough(tmp_path: Path, cells: str) -> None:
    text = f"name,email,unsubscribed,do not contact\nJane,jane@example.com,{cells}\n"
    [lead] = leads_of(tmp_path, text)
    assert lead.refusals


def test_a_doubtful_refusal_is_left_for_a_person(tmp_path: Path) -> None:
    [lead] = leads_of(tmp_path, "name,email,unsubscribed\nJane,jane@example.com,perhaps later\n")
    assert lead.refusals


def test_a_refusal_in_a_later_row_for_the_same_lead_is_kept(tmp_path: Path) -> None:
    text = (
        "name,email,unsubscribed\nJane,jane@example.com,\njane,JANE@example.com,yes\n"
        "Bo,jane@example.com,yes\n"
    )
    _, same, other = rows_of(tmp_path, text)
    for row in (same, other):
        assert isinstance(row, LeadRow)
        assert (row.repeats, bool(row.lead.refusals)) == (2, True)


def test_a_refusal_beside_a_companys_name_holds_the_lead(tmp_path: Path) -> None:
    [lead] = leads_of(tmp_path, "Name,Email,Company\nJane,j@example.com,DO NOT CONTACT Fjordline\n")
    assert [refusal.channel for refusal in lead.refusals] == [None]


@pytest.mark.parametrize("company", ["Unsubscribe.me Ltd", "Call Centre Ltd", "Left Bank Books"])
def test_a_companys_own_name_refuses_nothing(tmp_path: Path, company: str) -> None:
    [lead] = leads_of(tmp_path, f"Name,Email,Company\nJane,j@example.com,{company}\n")
    assert lead.refusals == ()


def test_a_record_that_was_deleted_elsewhere_is_held(tmp_path: Path) -> None:
    [lead] = leads_of(tmp_path, "Name,Email,IsDeleted\nJane,j@example.com,true\n")
    assert lead.refusals[0].cause is Cause.UNCLEAR
