"""Who is greeted and who says to write, in both languages."""

import pytest

from agents.checks.ground import ground_for
from agents.checks.persons import greeted, introduced
from agents.checks.reading import read
from agents.checks.scene import scenes_of
from agents.facts import facts_of
from tests.factories import context, draft, lead
from tools.domain.lead import LeadContext


def misnamed(text: str, lead_context: LeadContext) -> list[tuple[str, str]]:
    ground = ground_for(facts_of(lead_context), lead_context)
    [scene] = scenes_of((draft(),), lead_context, ground)
    reading = read("content", text)
    greetings = [("greeting", name) for name in greeted(reading, scene)]
    return greetings + [("sender", name) for name in introduced(reading, scene)]


@pytest.mark.parametrize(
    "text",
    [
        "Hi Jane,\n\nthis is Alex Rivera from Brightpage.",
        "Dear Ms. Smith, I'm Alex.",
        "Hello,\n\nJane told me so.",
        "Hi Jane! I am Account Executive at Brightpage.",
        "Hola, Jane, le habla Alex Rivera, de Brightpage.",
        "Opening: Hi Jane, this is Alex Rivera. Question: How are you?",
        "I wrote on behalf of Brightpage. Days fill up quickly.",
        "Hi there, I am the person to ask.",
        "Hello, invoices take time.",
        "If the first day is yours, I'd take the second.",
        "Yours, I'd say, is the second case.",
        "You name two tools. It's Excel from 2016 that I mean.",
        "I am German, so forgive the long sentences.",
        "Hi Jane,\n\nTwo ways:\n- invoices\n- stock",
    ],
)
def test_the_leads_and_the_senders_own_names_are_fine(text: str) -> None:
    assert list(misnamed(text, context())) == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Hi Bob,\n\nhow are you?", "greeting", "Bob"),
        ("Dear Mr. Acme, hello.", "greeting", "Mr. Acme"),
        ("Estimado Carlos: le escribo.", "greeting", "Carlos"),
        ("Opening: Hi Bob, this is Alex.", "greeting", "Bob"),
        ("Hi Jane, this is Victor Evilson from the bank.", "sender", "Victor Evilson"),
        ("Hola, Jane, soy Carlos.", "sender", "Carlos"),
        ("I write on behalf of Globex.", "sender", "Globex"),
        ("It is done. This is Ada Byron, head of sales.", "sender", "Ada Byron"),
        ("It is done.\n\nYours, Ada Byron", "sender", "Ada Byron"),
        ("It is done.\n\nBest regards,\nada byron", "sender", "ada byron"),
        ("It is done.\n\nAda Byron", "sender", "Ada Byron"),
    ],
)
def test_another_name_is_found(text: str, kind: str, name: str) -> None:
    assert list(misnamed(text, context())) == [(kind, name)]


def test_a_lead_without_a_name_is_greeted_by_none() -> None:
    nameless = context(lead=lead(name=None))
    assert list(misnamed("Hello,\n\nhow are you?", nameless)) == []
    assert list(misnamed("Hi Jane,\n\nhow are you?", nameless)) == [("greeting", "Jane")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ma. Teresa Gil", "Hi Ma. Teresa,\n\nhow are you?"),
        ("Mª Carmen Ruiz", "Hola, Mª Carmen:\n\n¿qué tal?"),
        ("St. John Rivers", "Hi St. John,\n\nhow are you?"),
        ("Rabbi Cohen", "Dear Rabbi Cohen,\n\nhow are you?"),
        ("AJ Brown", "Hi AJ,\n\nhow are you?"),
        ("ANN MCDONALD", "Dear Capt. McDonald,\n\nhow are you?"),
    ],
)
def test_titles_and_short_forms_belong_to_a_name(name: str, text: str) -> None:
    assert list(misnamed(text, context(lead=lead(name=name)))) == []
