"""The facts of a lead: the numbered list of all that a sequence may be built on.

Each says who says it, and whether the lead may read it. Contact data of the lead is no fact.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from agents.injection import order_rule
from agents.notes import is_act, is_remark, split_note
from agents.plan_facts import plan_facts
from agents.playbook.needs import note_rule_for
from agents.statements import Statement
from agents.sums import sums_in
from tools.domain.lead import Interaction, LeadContext
from tools.domain.sequence import Fact, Speaker, Touch
from tools.domain.site import Product
from tools.domain.situation import Situation
from tools.times.hours import hours_for

AMERICAN: Final = frozenset({None, "US", "CA", "PH"})  # countries whose dates are American


class Omission(NamedTuple):
    """A fact that no model is shown, and the rule by which it reads like an order."""

    source: str
    rule: str


def facts_of(
    context: LeadContext, plan: Sequence[Touch] = (), situation: Situation | None = None
) -> tuple[Fact, ...]:
    """Returns all facts of a lead and a plan, numbered from 1, without those that read like orders.

    The numbers hold for the same context, plan and situation; `source` is the field that a fact
    comes from, such as "lead.name" or "products[0]".
    """
    omitted = {omission.source for omission in omissions_of(context)}
    if situation and situation.source in omitted:
        situation = None  # its words are those of a fact that no model is shown
    facts = [fact for fact in _all_facts(context, plan, situation) if fact.source not in omitted]
    return tuple(fact.model_copy(update={"id": id}) for id, fact in enumerate(facts, start=1))


def omissions_of(context: LeadContext) -> tuple[Omission, ...]:
    """Returns the facts of a lead that read like an order to a model, and are left out."""
    omissions = []
    for fact in _all_facts(context, (), None):
        if rule := order_rule(fact):
            omissions.append(Omission(fact.source, rule))
    return tuple(omissions)


def _all_facts(
    context: LeadContext, plan: Sequence[Touch], situation: Situation | None
) -> Iterator[Fact]:
    """Yields every fact, not yet numbered, those that read like an order among them."""
    statements = [
        *_company(context),
        *_representative(context),
        *_lead(context),
        *_history(context),
        *_catalogue(context),
        *_visitor(context),
        *plan_facts(context, plan, situation),
    ]
    for source, text, said_by, may_be_said in statements:
        line = " ".join((text or "").split())
        if line:
            yield Fact(id=0, source=source, text=line, said_by=said_by, may_be_said=may_be_said)


def _company(context: LeadContext) -> Iterator[Statement]:
    """Yields who the company is, what it allows, and how it writes."""
    site = context.site
    yield Statement("site.name", site.name)
    yield Statement("site.about", site.about)
    yield Statement("site.url", site.url)
    yield Statement("site.discount", discount_of(context))
    yield Statement("site.register", register_of(context), may_be_said=False)


def discount_of(context: LeadContext) -> str | None:
    """Returns the discount that the site allows, and on what conditions; None for none."""
    site = context.site
    if not site.discount_allowed_percent:
        return None
    discount = f"A discount of at most {site.discount_allowed_percent} % may be offered"
    if site.discount_conditions:
        return f"{discount}, on this condition: {site.discount_conditions}"
    return discount


def register_of(context: LeadContext) -> str:
    """Returns how the lead is spoken to: which English, or usted or tú in Spanish."""
    if context.language == "es":
        return f"Spanish, {context.site.form_of_address}"
    country = context.country or context.site.country
    return "American English" if country in AMERICAN else "British English"


def _representative(context: LeadContext) -> Iterator[Statement]:
    """Yields who writes, and how they sign."""
    user = context.user
    for name in ("name", "title", "email", "phone"):
        yield Statement(f"sender.{name}", getattr(user, name), Speaker.REPRESENTATIVE)
    signature = user.signature or "\n".join(
        filter(None, [user.name, ", ".join(filter(None, [user.title, context.site.name]))])
    )
    lines = " / ".join(line.strip() for line in signature.splitlines() if line.strip())
    yield Statement("sender.signature", lines, Speaker.REPRESENTATIVE)


def _lead(context: LeadContext) -> Iterator[Statement]:
    """Yields who the lead is, and what it wants."""
    lead = context.lead
    yield Statement("lead.name", lead.name, Speaker.LEAD)
    yield Statement("lead.company", lead.company, Speaker.LEAD)
    yield Statement("lead.position", lead.position, Speaker.LEAD, may_be_said=False)
    yield Statement("lead.stage", context.stage_given, Speaker.NOTE, may_be_said=False)
    yield Statement("lead.budget_range", lead.budget_range, Speaker.NOTE, may_be_said=False)
    yield Statement("lead.source", lead.source, Speaker.NOTE, is_act(lead.source or ""))
    for i, text in enumerate(lead.pain_points):
        is_note = note_rule_for(text) is not None or is_remark(text)
        speaker = Speaker.NOTE if is_note else Speaker.LEAD
        yield Statement(f"lead.pain_points[{i}]", text, speaker, not is_note)
    for i, text in enumerate(context.interests):
        yield Statement(f"interests[{i}]", text, Speaker.LEAD)


def _history(context: LeadContext) -> Iterator[Statement]:
    """Yields what passed between the lead and us: notes, and what we sent before."""
    for i, interaction in enumerate(context.interactions):
        note = split_note(interaction.summary)
        kind = _kind_and_day(interaction, context)
        if note.said:
            yield Statement(f"interactions[{i}]", f"{kind}: {note.said}", Speaker.NOTE)
        if note.unsaid:
            source = f"interactions[{i}].remark" if note.said else f"interactions[{i}]"
            yield Statement(source, f"{kind}: {note.unsaid}", Speaker.NOTE, may_be_said=False)
    for i, touch in enumerate(context.earlier_touches):
        if touch.subject:
            day = touch.at.astimezone(hours_for(context).zone)
            text = f"{day:%Y-%m-%d} we sent by {touch.channel}: {touch.subject}"
            yield Statement(f"earlier[{i}]", text, Speaker.REPRESENTATIVE)


def _kind_and_day(interaction: Interaction, context: LeadContext) -> str:
    """Returns when something was, in the lead's zone, and what: "2026-12-03 Thursday, call"."""
    local = interaction.at.astimezone(hours_for(context).zone)
    is_timed = (local.hour, local.minute) != (0, 0)
    day = f"{local:%Y-%m-%d %A %H:%M}" if is_timed else f"{interaction.at:%Y-%m-%d %A}"
    return f"{day}, {interaction.type}"


def _catalogue(context: LeadContext) -> Iterator[Statement]:
    """Yields what the company sells, and what its pages say."""
    for i, product in enumerate(context.products):
        yield Statement(f"products[{i}]", _product(product))
    for sum in sums_in(context):
        product = context.products[sum.product]
        text = f"{product.name} at {product.price}: {sum.quantity} come to {sum.total}"
        yield Statement(f"sums[{sum.product}]", text)
    for i, passage in enumerate(context.knowledge):
        text = ": ".join(filter(None, (passage.title, passage.text)))
        yield Statement(f"knowledge[{i}]", text, Speaker.PAGE)


def _product(product: Product) -> str:
    """Returns a product in a line; a description that names it needs no name before it."""
    description = product.description or ""
    name = "" if product.name.casefold() in description.casefold() else product.name
    return " ".join(filter(None, (name and f"{name}.", description, product.price)))


def _visitor(context: LeadContext) -> Iterator[Statement]:
    """Yields what the lead did on the site, which it is not told."""
    if not context.visitor:
        return
    yield Statement("visitor.source", context.visitor.source, Speaker.NOTE, may_be_said=False)
    for i, page in enumerate(context.visitor.pages):
        yield Statement(f"visitor.pages[{i}]", page, Speaker.NOTE, may_be_said=False)
