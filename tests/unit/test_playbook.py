"""The embedded writer: its copy fits the channel, and states nothing without a fact."""

import re
from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.checks import customer_success, sales_manager
from agents.measures import misfits
from agents.playbook.catalogue import LANGUAGES, PLANS, PLAYBOOK
from agents.playbook.plan import plan
from agents.playbook.variables import words_of
from agents.playbook.writer import write
from tests.factories import NOW, context, interaction, lead
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft, Touch
from tools.domain.site import Product
from tools.domain.vocabulary import Channel, Stage

SHAPES = {
    "en": {
        "rich": (
            "Jane Smith",
            "Acme Inc.",
            "Marketing Director",
            ("time-consuming content creation", "measuring ROI"),
        ),
        "empty": (None, None, None, ()),
        "nameless": (
            None,
            "Quarry Street Dental & Partners Ltd.",
            None,
            ("too many approval rounds",),
        ),
        "company-less": (
            "O'NEILL, mary-ann",
            None,
            "head of content",
            ("reporting takes too long", "hiring"),
        ),
        "foreign": ("田中 太郎", "株式会社テスト", None, ("レポートが遅い",)),
        "long": (
            "Maximiliane",
            "The Very Long Named Company of North America",
            "Senior Vice President of Growth",
            ("a" * 200,),
        ),
    },
    "es": {
        "rich": (
            "Lucía Fernández",
            "Cerámicas Tajo S.L.",
            "Directora de operaciones",
            ("facturas que se pierden", "measuring ROI"),
        ),
        "empty": (None, None, None, ()),
        "nameless": (None, "Talleres Ruiz y Asociados S.A.", None, ("falta de personal",)),
        "company-less": ("PRADA, joaquín", None, "gerente", ("cuadrar el almacén a fin de mes",)),
    },
}
INTERESTS = {
    "en": ("content automation", "analytics dashboard"),
    "es": ("facturación electrónica", "informes de ventas"),
}
PRODUCTS = {
    "en": Product(
        site_id="site_1",
        id="p",
        name="content automation",
        description="Content automation drafts and schedules posts from one brief.",
    ),
    "es": Product(
        site_id="site_1",
        id="p",
        name="facturación electrónica",
        description="La facturación electrónica emite y archiva las facturas.",
    ),
}
NOTES = {
    "en": "Discussed pricing and delivery times",
    "es": "Hablamos de precios y plazos de entrega",
}


def shapes(language: str) -> list[tuple[str, bool]]:
    """(shape, whether something was said before): the rich and the empty lead with both."""
    return [(shape, shape != "long") for shape in SHAPES[language]] + [
        ("rich", False),
        ("empty", False),
    ]


def known(language: str, stage: Stage, shape: str, told: bool, **changes: object) -> LeadContext:
    name, company, position, pains = SHAPES[language][shape]
    changes.setdefault(
        "lead", lead(name=name, company=company, position=position, pain_points=pains)
    )
    return context(
        language=language,
        stage=stage,
        stage_given=stage.value,
        products=(PRODUCTS[language],),
        interests=INTERESTS[language] if shape != "empty" else (),
        interactions=(interaction(summary=NOTES[language]),) if told else (),
        **changes,
    )


def sequence(known_context: LeadContext, channel: Channel | None = None) -> list[Draft]:
    """The planned sequence, or, with a channel, every touch of it on that one."""
    touches = [
        Touch(
            position=i,
            template=step.template,
            channel=channel or step.channel,
            purpose=step.purpose,
            scheduled_for=NOW + timedelta(days=3 * i),
        )
        for i, step in enumerate(plan(known_context), start=1)
    ]
    return [write(touches, i, known_context) for i in range(len(touches))]


REACHABLE = (
    tuple(Channel),
    (Channel.EMAIL, Channel.MEETING, Channel.VIDEO_MESSAGE),
    (Channel.CALL, Channel.WHATSAPP, Channel.SMS),
    (Channel.CALL,),
    (Channel.LINKEDIN_MESSAGE,),
)


@pytest.mark.parametrize(("language", "stage"), list(product(LANGUAGES, Stage)))
def test_both_supervisors_approve_every_planned_sequence(language: str, stage: Stage) -> None:
    ways = [(channels, None) for channels in REACHABLE] + [
        (REACHABLE[0], first) for first in Channel
    ]
    for (channels, first), (shape, told) in product(ways, shapes(language)):
        known_context = known(language, stage, shape, told, channels=channels, first_channel=first)
        drafts = sequence(known_context)
        reasons = [
            *sales_manager.check(drafts, known_context),
            *customer_success.check(drafts, known_context),
        ]
        assert not reasons, (
            channels,
            first,
            shape,
            told,
            reasons[0],
            drafts[reasons[0].position - 1].content,
        )


@pytest.mark.parametrize(("language", "stage"), list(product(LANGUAGES, Stage)))
def test_every_entry_fits_every_channel(language: str, stage: Stage) -> None:
    for channel, (shape, told) in product(Channel, shapes(language)):
        known_context = known(language, stage, shape, told)
        for draft in sequence(known_context, channel):
            assert misfits(draft, known_context.site) == [], (channel, shape, told, draft)


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
        drafts = sequence(known(language, stage, shape, True), Channel.EMAIL)
        bodies = [
            set(re.split(r"(?<=[.?])\s+", draft.content.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]))
            for draft in drafts
        ]
        line = PRODUCTS[language].description
        for first, second in combinations(bodies, 2):
            assert not (first & second) - {line}, (shape, first & second)


def test_two_leads_with_the_same_facts_get_different_words() -> None:
    texts = {
        sequence(known("en", Stage.NEW, "rich", True, lead=lead(id=f"lead_{i}")), Channel.EMAIL)[
            0
        ].content
        for i in range(30)
    }
    assert len(texts) > 5


def test_the_same_lead_gets_the_same_words_twice() -> None:
    known_context = known("en", Stage.QUALIFIED, "rich", True)
    assert sequence(known_context, Channel.EMAIL) == sequence(known_context, Channel.EMAIL)


def test_the_facts_of_a_draft_are_those_its_words_stand_on() -> None:
    draft = sequence(known("en", Stage.QUALIFIED, "rich", True), Channel.EMAIL)[0]
    sources = {fact.source for fact in draft.facts}
    assert {"lead.name", "user.name", "site.name"} <= sources
    assert ("interactions[0]" in sources) == ("pricing" in draft.content)


@pytest.mark.parametrize(
    ("language", "need", "said"),
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
    language: str, need: str, said: str
) -> None:
    known_context = known(language, Stage.QUALIFIED, "rich", False, lead=lead(pain_points=(need,)))
    assert words_of(known_context, 1)["pain"].text == said


def test_spanish_articles_are_contracted() -> None:
    known_context = known(
        "es", Stage.PROPOSAL, "rich", False, lead=lead(pain_points=("el cierre de mes",))
    )
    said = " ".join(draft.content for draft in sequence(known_context, Channel.EMAIL))
    assert "del cierre de mes" in said
    assert "de el " not in said


def test_a_subject_that_is_too_long_does_not_cost_the_greeting_its_name() -> None:
    long = lead(pain_points=("keeping the tone consistent across fourteen brands",))
    draft = sequence(known("en", Stage.CONTACTED, "rich", False, lead=long), Channel.EMAIL)[1]
    assert draft.content.startswith("Hi Jane,")
    assert "Account Executive" in draft.content
    assert len(draft.subject) < 60


def test_a_rewrite_leaves_out_the_avoided_fact() -> None:
    known_context = known("en", Stage.QUALIFIED, "rich", True)
    drafts = sequence(known_context, Channel.EMAIL)
    touches = [
        Touch.model_validate(draft.model_dump(include=set(Touch.model_fields))) for draft in drafts
    ]
    avoided = frozenset({"lead.pain_points[0]", "lead.pain_points[1]"})
    draft = write(touches, 0, known_context, avoid=avoided, turn=1)
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
    known_context = known(language, stage, "rich", False, lead=messy)
    known_context = known_context.model_copy(
        update={"interactions": (interaction(summary=f"Discussed {note}"),)}
    )
    for draft in sequence(known_context, channel):
        assert misfits(draft, known_context.site) == []
        assert not re.search(r"[{}<>]", draft.subject + draft.content + (draft.script or ""))
        assert "  " not in draft.content
