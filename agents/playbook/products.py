"""What the catalogue says on a lead's interests, as it may stand in a sentence."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agents.playbook.assignment import Assignment, Variable
from agents.playbook.display import name_in_sentence, topic, visible
from agents.playbook.fit import sentences_of
from agents.playbook.matches import Match, catalogue_matches, is_in_question, kinship
from agents.playbook.noted import need_in_turn, noted_needs
from agents.playbook.prices import price_list, sum_variables
from agents.playbook.quotes import in_quotes, is_foreign
from tools.domain.situation import SituationKind

ABOUT_ONE_PRODUCT: Final = (SituationKind.QUESTION_OPEN, SituationKind.PRICE_ASKED)
# Situations in which the touches speak of the products by turns.
ROTATING: Final = (
    SituationKind.IN_CONVERSATION,
    SituationKind.INBOUND,
    SituationKind.NOTHING_KNOWN,
)
LONGEST_LINE: Final = 220  # characters of a product's description
ARTICLE: Final = r"(?:(?:our|the|nuestr[oa]s?|el|la|los|las) )?"
# How a sentence begins that needs the one before it to be understood.
DANGLING: Final = re.compile(r"(?:it|they|this|these|ello|esto|estos|lo)\b", re.IGNORECASE)


def product_variables(assignment: Assignment, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields the product whose turn it is, another one, what they cost, and an interest that is no
    product.
    """
    kind = assignment.situation.kind
    matches = catalogue_matches(assignment.context, avoid)
    if kind in ABOUT_ONE_PRODUCT:
        questions = assignment.situation.questions
        matches.sort(key=lambda match: (not match.is_named, not is_in_question(match, questions)))
        yield from sum_variables(assignment.context, matches)
    if kind is SituationKind.PRICE_ASKED:
        yield from price_list(matches)
    if matches:
        yield from _in_turn(assignment, matches, avoid)
    else:
        yield from _from_pages(assignment, avoid)
    yield from _other_interest(assignment, matches, avoid)


def _in_turn(
    assignment: Assignment, matches: Sequence[Match], avoid: frozenset[str]
) -> Iterator[Variable]:
    """Yields the product whose turn it is, whether it speaks of the need in turn, and the next."""
    need = need_in_turn(noted_needs(assignment, avoid), assignment.touch.position)
    place = _turn(assignment, matches, need.text if need else "")
    match = matches[place]
    yield from _product(match, "", assignment)
    if need and kinship(match.product, need.text):
        yield "fits_need", "yes", match.sources
    if len(matches) > 1:
        yield from _product(matches[(place + 1) % len(matches)], "other_", assignment)


def _turn(assignment: Assignment, matches: Sequence[Match], need: str) -> int:
    """Returns the place, among the matches, of the product that a touch speaks of; one that speaks
    of the need in turn goes with it.
    """
    if assignment.situation.kind not in ROTATING:
        return 0
    closeness = [kinship(match.product, need) for match in matches]
    if max(closeness):
        return closeness.index(max(closeness))
    return (assignment.touch.position - 1) % len(matches)


def _other_interest(
    assignment: Assignment, matches: Sequence[Match], avoid: frozenset[str]
) -> Iterator[Variable]:
    """Yields the first interest that no product is known for, in the lead's words."""
    known = {match.interest for match in matches} | avoid
    for i, text in enumerate(assignment.context.interests):
        source = f"interests[{i}]"
        if source not in known:
            yield "interest", _interest(text, assignment.language), (source,)
            return


def _interest(text: str, language: str) -> str:
    """Returns an interest in any words; in quotation marks where it is in another language."""
    words = topic(text, 80)
    return in_quotes(words, language) if words and is_foreign(words, language) else words


def _product(match: Match, prefix: str, assignment: Assignment) -> Iterator[Variable]:
    """Yields a product's name, with and without its article, its description and its price."""
    product = match.product
    line = _line(product.description or "")
    if line and is_foreign(line, assignment.language):
        line = ""
    name = name_in_sentence(visible(product.name))
    yield f"{prefix}product", name, match.sources
    yield f"our_{prefix}product", _ours(name), match.sources
    yield f"the_{prefix}product", _with_article(name, line), match.sources
    yield f"{prefix}product_line", line, match.sources
    if not prefix:
        yield "price", visible(product.price or "").rstrip("."), (f"products[{match.place}]",)


def _from_pages(assignment: Assignment, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields an interest that is no product of the catalogue, and a page's sentence that begins
    with it.
    """
    context = assignment.context
    for i, interest in enumerate(context.interests):
        name = topic(interest, 60)
        opening = re.compile(rf"{ARTICLE}{re.escape(name)} [a-záéíóúñ]", re.IGNORECASE)
        for j, passage in enumerate(context.knowledge):
            sources = (f"interests[{i}]", f"knowledge[{j}]")
            for sentence in sentences_of(passage.text) if name else ():
                is_line = opening.match(sentence) and sentence.endswith(".")
                is_ours = not avoid.intersection(sources)
                if is_line and is_ours and not is_foreign(sentence, assignment.language):
                    yield "product", name, sources
                    yield "our_product", _ours(name), sources
                    yield "the_product", _with_article(name, sentence), sources
                    yield "product_line", _line(sentence), sources
                    return


def _ours(name: str) -> str:
    """Returns "our approval flow"; a name with capitals stands alone: "Shift Planner"."""
    return f"our {name}" if name.islower() else name


def _line(description: str) -> str:
    """Returns the first sentences of a description, as many as are short enough to be quoted.

    '' for a description that needs its heading to be understood: "It compares ...".
    """
    if DANGLING.match(visible(description)):
        return ""
    line = ""
    for sentence in sentences_of(description):
        longer = f"{line} {sentence}".strip()
        if len(longer) > LONGEST_LINE:
            break
        line = longer
    return f"{line.rstrip('.')}." if line else ""


def _with_article(name: str, line: str) -> str:
    """Returns a product as its description speaks of it: "the analytics dashboard"; '' where the
    description does not open with it.
    """
    opening = re.match(rf"({ARTICLE}){re.escape(name)}\b", line, re.IGNORECASE)
    if not opening:
        return ""
    return f"{opening[1].lower()}{name}"
