"""The embedded writer: its copy fits the channel, and states nothing without a fact."""

import re
from itertools import cycle, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.facts import facts_of
from agents.measures import misfits
from agents.playbook.assignment import Assignment
from agents.playbook.catalogue import LANGUAGES, PLANS, PLAYBOOK, Message, Variant
from agents.playbook.variables import words_of
from agents.playbook.writer import write
from tests.factories import interaction, lead
from tests.playbook_leads import context_of, sequence, situations
from tools.domain.sequence import ProofKind, Touch
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import Channel, Stage

MESSAGES = [
    (language, step.message)
    for language, entry in product(LANGUAGES, PLANS.values())
    for step in entry.steps
]
EVERYBODY = frozenset(
    "hello hi opening signature me us addressee day_one day_two slot_one slot_two".split()
)
KINDS = list(SituationKind)
STAGES = (Stage.NEW, Stage.QUALIFIED, Stage.CUSTOMER, Stage.LOST)


def needs_of(variant: Variant) -> frozenset[str]:
    """The variables that a text cannot do without."""
    return variant.needs | variant.names | variant.brief_names


def message_of(language: str, name: str) -> Message:
    return PLAYBOOK[language].messages[name]


@pytest.mark.parametrize(("language", "name"), MESSAGES)
def test_every_planned_message_has_a_text_for_any_lead_by_e_mail_call_and_chat(
    language: str, name: str
) -> None:
    for kind in ("email", "call", "short"):
        variants = message_of(language, name).variants[kind]
        assert any(needs_of(variant) <= EVERYBODY for variant in variants), kind


@pytest.mark.parametrize(("language", "name"), MESSAGES)
def test_a_message_reads_in_more_ways_than_one(language: str, name: str) -> None:
    assert len(message_of(language, name).variants["email"]) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variable_of_a_text_is_one_that_a_lead_can_have(language: str) -> None:
    known: set[str] = set()
    stages = cycle((Stage.QUALIFIED, Stage.CUSTOMER, Stage.NEGOTIATION, Stage.NEW))
    for kind, stage in zip(KINDS, stages, strict=False):
        context = context_of(language, stage, "rich", True)
        for situation in situations(kind, language):
            drafts = sequence(context, situation, Channel.EMAIL)
            touches = [Touch.model_validate(draft.model_dump()) for draft in drafts]
            for place in range(len(touches)):
                known |= set(words_of(Assignment(context, situation, touches, place, language)))
    used: set[str] = set()
    for message in PLAYBOOK[language].messages.values():
        for variants in message.variants.values():
            for variant in variants:
                used |= needs_of(variant) | variant.unless
        for step in message.next_steps:
            used |= needs_of(step) | step.unless
    # Known by a price, questions, addresses and dates that these leads do not have.
    rare = {
        "about",
        "price",
        "total",
        "quantity",
        "answer",
        "old_contact",
        "signed",
        "interest",
        "sent_on",
        "price_list",
        "sent_what",
        "answer_list",
        "need_is_quoted",
        "has_price",
        "has_answer",
        "has_total",
        "was_sent",
        "was_called",
    }
    assert (
        used
        - known
        - rare
        - {
            "called_on",
            "other_product",
            "our_other_product",
            "other_product_line",
            "the_other_product",
        }
        == set()
    )


def test_two_leads_with_the_same_facts_get_different_words() -> None:
    texts = set()
    situation = situations(SituationKind.NOTHING_KNOWN, "en")[0]
    for number in range(30):
        context = context_of("en", Stage.NEW, "rich", False, lead=lead(id=f"lead_{number}"))
        texts.add(sequence(context, situation, Channel.EMAIL)[0].content)
    assert len(texts) > 1


def test_the_same_lead_gets_the_same_words_twice() -> None:
    context = context_of("en", Stage.QUALIFIED, "rich", True)
    situation = situations(SituationKind.IN_CONVERSATION, "en")[0]
    first, second = (sequence(context, situation, Channel.EMAIL) for _ in range(2))
    assert first == second


def test_a_rewrite_reads_differently() -> None:
    context = context_of("en", Stage.QUALIFIED, "rich", True)
    situation = situations(SituationKind.IN_CONVERSATION, "en")[0]
    first, second = (sequence(context, situation, Channel.EMAIL, turn) for turn in (0, 1))
    assert first[0].content != second[0].content


def test_a_rewrite_leaves_out_the_avoided_fact() -> None:
    context = context_of("en", Stage.QUALIFIED, "rich", True)
    situation = situations(SituationKind.IN_CONVERSATION, "en")[0]
    drafts = sequence(context, situation, Channel.EMAIL)
    touches = [
        Touch.model_validate(draft.model_dump(include=set(Touch.model_fields))) for draft in drafts
    ]
    avoided = frozenset({"lead.pain_points[0]", "lead.pain_points[1]"})
    facts = facts_of(context, touches, situation)
    draft = write(touches, 0, context, situation, facts, avoid=avoided, turn=1)
    assert "content creation" not in draft.content + draft.subject
    assert "measuring ROI" not in draft.content + draft.subject


def test_each_sentence_of_a_draft_names_the_facts_it_stands_on() -> None:
    context = context_of("en", Stage.QUALIFIED, "rich", True)
    situation = situations(SituationKind.IN_CONVERSATION, "en")[0]
    for draft in sequence(context, situation, Channel.EMAIL):
        sources = {fact.id: fact.source for fact in draft.facts}
        assert {id for proof in draft.proof for id in proof.facts} == set(sources)
        for proof in draft.proof:
            assert proof.text in getattr(draft, proof.field)
            if "content creation" in proof.text:
                assert "lead.pain_points[0]" in {sources[id] for id in proof.facts}
    assert any(proof.kind is ProofKind.ASK for proof in draft.proof)


def test_spanish_speaks_as_the_site_wants_it() -> None:
    formal = context_of("es", Stage.QUALIFIED, "rich", True)
    informal = formal.model_copy(
        update={"site": formal.site.model_copy(update={"form_of_address": "tú"})}
    )
    situation = situations(SituationKind.IN_CONVERSATION, "es")[0]
    for context, wrong in ((formal, r"\b(?:te|tu|tus)\b"), (informal, r"\b(?:usted|ustedes)\b")):
        for draft in sequence(context, situation, Channel.EMAIL):
            assert not re.search(wrong, draft.content), draft.content


names = st.text(max_size=60) | st.sampled_from(
    ["{{ 7*7 }}", "<b>Jane</b>", "N/A", "J", "Smith, Jane", "ACME\n\nBcc: x@y.z", "[a|b]"]
)


@settings(max_examples=60, deadline=None)
@given(
    name=names,
    company=names,
    pains=st.lists(st.text(max_size=300), max_size=3),
    note=st.text(max_size=200),
    question=st.text(max_size=200),
    kind=st.sampled_from(KINDS),
    channel=st.sampled_from(list(Channel)),
    language=st.sampled_from(LANGUAGES),
)
def test_any_text_in_any_field_gives_copy_that_fits_and_holds_no_markup(
    name: str,
    company: str,
    pains: list[str],
    note: str,
    question: str,
    kind: SituationKind,
    channel: Channel,
    language: str,
) -> None:
    messy = lead(name=name, company=company, pain_points=tuple(pains))
    context = context_of(language, Stage.QUALIFIED, "rich", False, lead=messy)
    context = context.model_copy(
        update={"interactions": (interaction(summary=f"Discussed {note}"),)}
    )
    [rich, *_] = situations(kind, language)
    situation = rich.model_copy(update={"questions": (question,), "reason": note})
    for draft in sequence(context, situation, channel):
        assert misfits(draft, context.site) == []
        assert not re.search(
            r"[{}<>\ue000-\uf8ff]", f"{draft.subject}{draft.content}{draft.script}"
        )
        assert "  " not in draft.content
