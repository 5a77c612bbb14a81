"""A lead's needs as its record has them, fit to stand in copy."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.playbook.assignment import Assignment, Variable
from agents.playbook.needs import needs_in
from agents.playbook.quotes import in_quotes, is_clause, is_foreign

MOST_LISTED = 3


class Need(NamedTuple):
    """A need, as it stands in copy, and the source of its fact.

    A noun phrase stands bare; a statement is the words of somebody else, and stands in quotation
    marks.
    """

    text: str
    source: str


def noted_needs(assignment: Assignment, avoid: frozenset[str]) -> list[Need]:
    """Returns the needs, each once, without those from a source in `avoid` and those in another
    language.
    """
    needs: dict[str, Need] = {}
    for i, text in enumerate(assignment.context.lead.pain_points):
        source = f"lead.pain_points[{i}]"
        if source in avoid:
            continue
        for need in needs_in(text):
            if is_foreign(need, assignment.language):
                continue
            words = in_quotes(need, assignment.language) if is_clause(need) else need
            needs.setdefault(need.casefold(), Need(words, source))
    return list(needs.values())


def need_variables(assignment: Assignment, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields the need whose turn it is, another one, and all of them as a list."""
    needs = noted_needs(assignment, avoid)
    position = assignment.touch.position
    if need := need_in_turn(needs, position):
        yield "need", need.text, (need.source,)
    if len(needs) > 1 and (other := need_in_turn(needs, position + 1)):
        yield "other_need", other.text, (other.source,)
        listed = needs[:MOST_LISTED]
        lines = [f"- {need.text}" for need in listed]
        yield "need_list", "\n".join(lines), tuple(need.source for need in listed)


def need_in_turn(needs: Sequence[Need], position: int) -> Need | None:
    """Returns the need whose turn it is at a touch's position; None where there are none."""
    return needs[(position - 1) % len(needs)] if needs else None
