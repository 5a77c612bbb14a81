"""The embedded writer: its copy fits the channel, and states nothing without a fact."""

import re
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.measures import misfits
from agents.playbook.catalogue import LANGUAGES, PLANS, PLAYBOOK
from agents.playbook.variables import words_of
from agents.playbook.writer import write
from tests.factories import interaction, lead
from tests.playbook_leads import PRODUCTS, SHAPES, context_of, sequence
from tools.domain.sequence import Touch
from tools.domain.vocabulary import Channel, Stage


@pytest.mark.parametrize(("language", "stage"), list(product(LANGUAGES, Stage)))
def test_a_stage_has_at_least_three_touches_in_both_languages(language: str, stage: Stage) -> None:
    assert len(PLANS[stage]) >= 3
    assert all(step.template in PLAYBOOK[language].entries for step in PLANS[stage])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_of_an_ask_is_one_question(language: str) -> None:
    for name, entry in PLAYBOOK[language].entries.items():
        for block in ("ask", "short_ask", "question"):
            assert all(variant.count("?") == 1 for variant in entry[block]), (name, block)
        for block in ("subject", "reason", "value", "detail", "short"):
            assert not any("?" in variant or "!" in variant for variant in entry[block]), (
                name,
                block,
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_has_a_variant_without_any_lead_variable(language: str) -> None:
    for name, entry in PLAYBOOK[language].entries.items():
        for block in (
            "subject",
            "reason",
            "value",
            "detail",
            "ask",
            "short",
            "short_ask",
            "question",
        ):
            plain = (re.sub(r"\{\{ (?:us|me) \}\}", "", variant) for variant in entry[block])
            assert any("{{" not in variant for variant in plain), (name, block)


@pytest.mark.parametrize(("language", "stage"), list(product(LANGUAGES, Stage)))
def test_the_touches_of_a_stage_share_no_sentence(language: str, stage: Stage) -> None:
    for shape in SHAPES[language]:
        drafts = sequence(context_of(language, stage, shape, True), Channel.EMAIL)
        bodies = [
            set(re.split(r"(?<=[.?])\s+", draft.content.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]))
            for draft in drafts
        ]
        line = PRODUCTS[language].description
        for first, second in combinations(bodies, 2):
            assert not (first & second) - {line}, (shape, first & second)


def test_two_leads_with_the_same_facts_get_different_words() -> None:
    texts = set()
    for number in range(30):
        person = lead(id=f"lead_{number}")
        context = context_of("en", Stage.NEW, "rich", True, lead=person)
        texts.add(sequence(context, Channel.EMAIL)[0].content)
    assert len(texts) > 5


def test_the_same_lead_gets_the_same_words_twice() -> None:
    context = context_of("en", Stage.QUALIFIED, "rich", True)
    assert sequence(context, Channel.EMAIL) == sequence(context, Channel.EMAIL)


def test_the_facts_of_a_draft_are_those_its_words_stand_on() -> None:
    draft = sequence(context_of("en", Stage.QUALIFIED, "rich", True), Channel.EMAIL)[0]
    sources = {fact.source for fact in draft.facts}
    assert {"lead.name", "sender.name", "site.name"} <= sources
    assert ("interactions[0]" in sources) == ("pricing" in draft.content)


@pytest.mark.parametrize(
    ("language", "need", "words"),
    [
        ("en", "REPORTS TAKE DAYS TO PUT TOGETHER", "“reports take days to put together”"),
        ("en", "we spend too much time on reports", "“we spend too much time on reports”"),
        ("en", "translations that are late", "translations that are late"),
        ("en", "hard to keep an overview; hiring", "hard to keep an overview"),
        (
            "es",
            "el inventario no coincide con la tienda",
            "«el inventario no coincide con la tienda»",
        ),
        ("es", "facturas que no llegan", "facturas que no llegan"),
        ("es", "el cierre de mes", "el cierre de mes"),
    ],
)
def test_a_need_noted_as_a_sentence_is_quoted_and_a_phrase_is_not(
    language: str, need: str, words: str
) -> None:
    context = context_of(language, Stage.QUALIFIED, "rich", False, lead=lead(pain_points=(need,)))
    assert words_of(context, 1)["pain"].text == words


def test_spanish_articles_are_contracted() -> None:
    context = context_of(
        "es", Stage.PROPOSAL, "rich", False, lead=lead(pain_points=("el cierre de mes",))
    )
    copy = " ".join(draft.content for draft in sequence(context, Channel.EMAIL))
    assert "del cierre de mes" in copy
    assert "de el " not in copy


def test_a_subject_that_is_too_long_does_not_cost_the_greeting_its_name() -> None:
    long = lead(pain_points=("keeping the tone consistent across fourteen brands",))
    draft = sequence(context_of("en", Stage.CONTACTED, "rich", False, lead=long), Channel.EMAIL)[1]
    assert draft.content.startswith("Hi Jane,")
    assert "Account Executive" in draft.content
    assert len(draft.subject) < 60


def test_a_rewrite_leaves_out_the_avoided_fact() -> None:
    context = context_of("en", Stage.QUALIFIED, "rich", True)
    drafts = sequence(context, Channel.EMAIL)
    touches = [
        Touch.model_validate(draft.model_dump(include=set(Touch.model_fields))) for draft in drafts
    ]
    avoided = frozenset({"lead.pain_points[0]", "lead.pain_points[1]"})
    draft = write(touches, 0, context, avoid=avoided, turn=1)
    assert "content creation" not in draft.content + draft.subject
    assert "measuring ROI" not in draft.content + draft.subject


names = st.text(max_size=60) | st.sampled_from(
    ["{{ 7*7 }}", "<b>Jane</b>", "N/A", "J", "Smith, Jane", "ACME\n\nBcc: x@y.z"]
)


@settings(max_examples=150, deadline=None)
@given(
    name=names,
    company=names,
    position=names,
    pains=st.lists(st.text(max_size=300), max_size=3),
    note=st.text(max_size=200),
    stage=st.sampled_from(list(Stage)),
    channel=st.sampled_from(list(Channel)),
    language=st.sampled_from(LANGUAGES),
)
def test_any_text_in_any_field_gives_copy_that_fits_and_holds_no_markup(
    name: str,
    company: str,
    position: str,
    pains: list[str],
    note: str,
    stage: Stage,
    channel: Channel,
    language: str,
) -> None:
    messy = lead(name=name, company=company, position=position, pain_points=tuple(pains))
    context = context_of(language, stage, "rich", False, lead=messy)
    context = context.model_copy(
        update={"interactions": (interaction(summary=f"Discussed {note}"),)}
    )
    for draft in sequence(context, channel):
        assert misfits(draft, context.site) == []
        assert not re.search(r"[{}<>]", draft.subject + draft.content + (draft.script or ""))
        assert "  " not in draft.content
