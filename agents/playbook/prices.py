"""What the products that a lead asks about cost: one by one, for its quantity, and together."""

from collections.abc import Iterator, Sequence
from typing import Final

from agents.playbook.assignment import Assignment, Variable
from agents.playbook.catalogue import PLAYBOOK
from agents.playbook.display import name_in_sentence, visible
from agents.playbook.matches import Match, asked_about, catalogue_matches
from agents.sums import grand_total, sums_in
from tools.domain.lead import LeadContext
from tools.text import fold

MOST_PRICES: Final = 4


def sum_variables(context: LeadContext, matches: Sequence[Match]) -> Iterator[Variable]:
    """Yields what the product in question costs for the quantity that a note names.

    Of several products, none of which the note names, a total of one would mislead.
    """
    asked = asked_about(matches)
    totals = {total.product: total for total in sums_in(context)}
    if len(asked) != 1 or asked[0].place not in totals:
        return
    total = totals[asked[0].place]
    sources = (f"sums[{total.product}]", f"interactions[{total.note}]")
    yield "quantity", total.quantity, sources
    yield "total", total.total, sources


def price_list(matches: Sequence[Match]) -> Iterator[Variable]:
    """Yields the prices of several products that the lead is interested in, one a line."""
    priced = [match for match in asked_about(matches) if match.product.price]
    if len(priced) < 2:
        return
    lines = []
    sources: list[str] = []
    for match in priced[:MOST_PRICES]:
        lines.append(f"- {visible(match.product.name)}: {visible(match.product.price or '')}")
        sources += match.sources
    yield "price_list", "\n".join(lines), tuple(sources)


def price_answer(assignment: Assignment, question: str) -> tuple[str, tuple[str, ...]]:
    """Returns what the products that a question is about cost, and the sources; '' where no price
    is on file.

    A question that names a quantity is about what is priced by it.
    """
    asked = asked_about(catalogue_matches(assignment.context, frozenset()))
    sums = {total.product: total for total in sums_in(assignment.context)}
    counted = [
        match
        for match in asked
        if match.place in sums and fold(sums[match.place].quantity) in fold(question)
    ]
    if any(match.product.price and match.place not in sums for match in asked):
        asked = counted or asked
    phrases = PLAYBOOK[assignment.language].phrases["answers"]
    parts = []
    sources: list[str] = []
    for match in asked[:MOST_PRICES]:
        price = visible(match.product.price or "").rstrip(".")
        if not price:
            continue
        if total := sums.get(match.place):
            price += phrases["total"].format(total=total.total, quantity=total.quantity)
            sources.append(f"sums[{match.place}]")
        name = name_in_sentence(visible(match.product.name))
        parts.append(price if len(asked) == 1 else f"{name}, {price}")
        sources += match.sources
    text = "; ".join(parts)
    known = [sums[match.place] for match in asked[:MOST_PRICES] if match.place in sums]
    together = grand_total(known, assignment.context) if len(known) == len(parts) else ""
    if together:
        text += phrases["together"].format(total=together)
    return text, tuple(sources)
