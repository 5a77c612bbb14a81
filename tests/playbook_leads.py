"""Leads for tests of the playbook: rich, empty, nameless, and with texts of other scripts."""

from datetime import timedelta
from typing import Final

from agents.facts import facts_of
from agents.playbook.plan import plan
from agents.playbook.writer import write
from tests.factories import NOW, context, interaction, lead
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft, Touch
from tools.domain.site import Product
from tools.domain.situation import Situation, SituationKind
from tools.domain.vocabulary import Channel, Stage

SHAPES: Final = {
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
            ("facturas que se pierden", "el cierre de mes"),
        ),
        "empty": (None, None, None, ()),
        "nameless": (None, "Talleres Ruiz y Asociados S.A.", None, ("falta de personal",)),
        "company-less": ("PRADA, joaquín", None, "gerente", ("cuadrar el almacén a fin de mes",)),
    },
}
INTERESTS: Final = {
    "en": ("content automation", "analytics dashboard"),
    "es": ("facturación electrónica", "informes de ventas"),
}
PRODUCTS: Final = {
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
NOTES: Final = {
    "en": "Discussed pricing and delivery times. No budget this year, Q3",
    "es": "Hablamos de precios y plazos de entrega. Sin presupuesto este año, Q3",
}
LATER: Final = NOW + timedelta(days=9)
QUESTIONS: Final = {
    "en": ("how onboarding works", "whether it exports to Excel"),
    "es": ("cómo funciona la puesta en marcha", "si exporta a Excel"),
}
TOPICS: Final = {"en": ("about onboarding",), "es": ("por la puesta en marcha",)}
REASONS: Final = {"en": "no budget this year", "es": "sin presupuesto este año"}


def shapes(language: str) -> list[tuple[str, bool]]:
    """(shape, whether there was an earlier contact): the rich and the empty lead with both."""
    pairs = [(shape, shape != "long") for shape in SHAPES[language]]
    return [*pairs, ("rich", False), ("empty", False)]


def context_of(
    language: str, stage: Stage, shape: str, has_note: bool, **changes: object
) -> LeadContext:
    """A lead of that shape at that stage, with a note of an earlier contact or without."""
    name, company, position, pains = SHAPES[language][shape]
    person = lead(name=name, company=company, position=position, pain_points=pains)
    changes.setdefault("lead", person)
    return context(
        language=language,
        stage=stage,
        stage_given=stage.value,
        products=(PRODUCTS[language],),
        interests=INTERESTS[language] if shape != "empty" else (),
        interactions=(interaction(summary=NOTES[language]),) if has_note else (),
        **changes,
    )


def situations(kind: SituationKind, language: str) -> list[Situation]:
    """A situation of that kind as rich as it can be, and with nothing but its kind."""
    rich = Situation(
        kind=kind,
        source="interactions[0]",
        because="The note says so.",
        at=NOW - timedelta(days=2),
        questions=QUESTIONS[language][:1],
        until=LATER.date(),
        until_words="Q3",
        meeting_at=LATER,
        meeting_has_time=True,
        reason=REASONS[language],
    )
    several = rich.model_copy(update={"questions": QUESTIONS[language]})
    about = rich.model_copy(update={"questions": TOPICS[language]})
    over = rich.model_copy(update={"until": NOW.date(), "at": NOW - timedelta(days=200)})
    return [rich, several, about, over, Situation(kind=kind, because="The stage says so.")]


def sequence(
    context: LeadContext, situation: Situation, channel: Channel | None = None, turn: int = 0
) -> list[Draft]:
    """The planned sequence, or, with a channel, every touch of it on that one."""
    touches = []
    for position, step in enumerate(plan(context, situation).steps, start=1):
        touch = Touch(
            position=position,
            template=step.template,
            channel=channel or step.channel,
            purpose=step.purpose,
            scheduled_for=NOW + timedelta(days=3 * position),
        )
        touches.append(touch)
    facts = facts_of(context, touches, situation)
    drafts: list[Draft] = []
    for index in range(len(touches)):
        draft = write(touches, index, context, situation, facts, earlier=drafts, turn=turn)
        drafts.append(draft)
    return drafts
