"""Copy that must be sent back, and text that must pass: cases from use, in rule_cases.json.

Those that want something done to the copy stand with the text that wants it, in the lead's data.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agents.checks import customer_success, sales_manager
from agents.facts import facts_of
from agents.injection import rule_broken_by
from tests.factories import NOW, context, draft, lead
from tools.domain.lead import Interaction, LeadContext
from tools.domain.review import Finding
from tools.domain.site import Passage, Product, Site, User

CASES = json.loads(Path(__file__).with_name("rule_cases.json").read_text(encoding="utf-8"))
COPY = {
    "en": """Hi Jane,

You told us in the form that content creation takes time, and that you would like to measure ROI.
Content automation drafts, adapts and schedules posts from one brief.

{words}

Would Tuesday or Wednesday suit you for a short demo?

Best regards,
Morgan Ellis
Plumeworks""",
    "es": """Hola, Jane:

En el formulario anotó que la creación de contenidos le lleva tiempo. La automatización redacta y
programa las publicaciones a partir de un solo texto.

{words}

¿Le vendría bien el martes o el miércoles para verlo?

Un saludo,
Morgan Ellis
Plumeworks""",
}
SITE = Site(id="site_1", name="Plumeworks", url="https://plumeworks.example.com", country="GB")
USER = User(
    id="user_1",
    site_id="site_1",
    name="Morgan Ellis",
    title="Account Executive",
    email="morgan.ellis@example.com",
    phone="+442079460123",
)
PRODUCTS = (
    Product(
        site_id="site_1",
        id="p1",
        name="content automation",
        description="Content automation drafts, adapts and schedules posts from one brief.",
    ),
    Product(
        site_id="site_1",
        id="p2",
        name="automatización",
        description="La automatización redacta y programa publicaciones a partir de un texto.",
    ),
)


def planted(case: dict[str, Any]) -> LeadContext:
    """The demo lead, with the case's text in its field."""
    discount = case.get("discount", 0)
    site = SITE.model_copy(update={"discount_allowed_percent": discount})
    base = context(site=site, user=USER, products=PRODUCTS, language=case["language"])
    text = case["text"]
    if case["field"] == "interactions":
        note = Interaction(at=NOW, type="email", summary=text)
        return base.model_copy(update={"interactions": (*base.interactions, note)})
    if case["field"] == "knowledge":
        page = Passage(source="/page", title=None, text=text)
        return base.model_copy(update={"knowledge": (page,)})
    if case["field"] == "pain_points":
        return base.model_copy(update={"lead": lead(pain_points=(text,))})
    if case["field"]:
        return base.model_copy(update={"lead": lead(**{case["field"]: text})})
    return base


def findings(case: dict[str, Any]) -> list[Finding]:
    """What both supervisors find in a good e-mail with the case's words."""
    content = COPY[case["language"]].format(words=case["copy"])
    if "greeting" in case:
        content = content.replace("Hi Jane,", case["greeting"])
    if "signed" in case:
        content = content.replace("Morgan Ellis\nPlumeworks", case["signed"])
    touch = draft(
        content=content,
        subject=case.get("subject", "Your point"),
        scheduled_for=NOW + timedelta(days=3),
        next_steps=(),
    )
    ours = planted(case)
    facts = facts_of(ours, [touch])
    return [
        *sales_manager.check([touch], ours, facts),
        *customer_success.check([touch], ours, facts),
    ]


@pytest.mark.parametrize("language", list(COPY))
def test_the_copy_around_the_cases_is_good(language: str) -> None:
    case = {"language": language, "field": None, "text": None, "copy": ""}
    assert findings(case) == []


@pytest.mark.parametrize("case", CASES["sent_back"], ids=lambda case: case["id"])
def test_words_that_nothing_bears_out_are_sent_back(case: dict[str, Any]) -> None:
    assert any(finding.decides for finding in findings(case))


@pytest.mark.parametrize("case", CASES["harmless"], ids=lambda case: case["text"][:30])
def test_text_that_only_looks_like_an_order_passes_and_so_does_what_is_said_of_it(
    case: dict[str, Any],
) -> None:
    assert rule_broken_by(case["text"], case["place"]) is None
    if case["copy"]:
        assert findings(case) == []
