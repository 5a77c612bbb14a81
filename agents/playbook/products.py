"""What the catalogue says on a lead's interests, as it may stand in a sentence."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from agents.playbook.assignment import Assignment, Variable
from agents.playbook.catalogue import PLAYBOOK
from agents.playbook.display import topic, visible
from agents.playbook.noted import noted_needs
from agents.playbook.quotes import in_quotes, is_foreign
from agents.sums import grand_total, sums_in
from tools.domain.lead import LeadContext
from tools.domain.site import Product
from tools.domain.situation import SituationKind
from tools.text import fold

ABOUT_ONE_PRODUCT: Final = (SituationKind.QUESTION_OPEN, SituationKind.PRICE_ASKED)
FEWEST_LETTERS: Final = 5  # of a word that makes a need and a product akin
LONGEST_NOTE: Final = 500  # characters
MOST_PRICES: Final = 4
# Situations in which the touches speak of the products by turns.
ROTATING: Final = (
    SituationKind.IN_CONVERSATION,
    SituationKind.INBOUND,
    SituationKind.NOTHING_KNOWN,
)
LONGEST_LINE: Final = 220  # characters of a product's description
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
PLURAL: Final = re.compile(r"(?<=\w{3})(?:es|s)$")
ARTICLE: Final = r"(?:(?:our|the|nuestr[oa]s?|el|la|los|las) )?"


DANGLING: Final = re.compile(r"(?:it|they|this|these|ello|esto|estos|lo)\b", re.IGNORECASE)


class Match(NamedTuple):
    """A product of the catalogue, its place there, and the interest that names it, if one does."""

    product: Product
    place: int
    interest: str | None
    is_named: bool = False  # in the newest note

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the facts that speak of it."""
        own = (f"products[{self.place}]",)
        return (*own, self.interest) if self.interest else own


def product_variables(assignment: Assignment, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields the product whose turn it is, another one, and an interest that is no product."""
    context = assignment.context
    matches = catalogue_matches(context, avoid)
    position = assignment.touch.position
    if assignment.situation.kind in ABOUT_ONE_PRODUCT:
        matches.sort(key=lambda match: (not match.is_named, not _is_asked_about(match, assignment)))
        position = 1
    elif assignment.situation.kind not in ROTATING:
        position = 1
    elif needs := noted_needs(assignment, avoid):
        need = needs[(position - 1) % len(needs)]
        kinship = [_kinship(match.product, need.text) for match in matches]
        if max(kinship, default=0):  # the product that speaks of the need goes with it
            position = kinship.index(max(kinship)) + 1
    if matches:
        match = matches[(position - 1) % len(matches)]
        yield from _product(match, "", assignment)
        needs = noted_needs(assignment, avoid)
        if needs and _kinship(
            match.product, needs[(assignment.touch.position - 1) % len(needs)].text
        ):
            yield "fits_need", "yes", match.sources
    else:
        yield from _from_pages(assignment, avoid)
    if len(matches) > 1:
        yield from _product(matches[position % len(matches)], "other_", assignment)
    yield from _sum(context, matches if assignment.situation.kind in ABOUT_ONE_PRODUCT else [])
    yield from _price_list(assignment, matches)
    named = {match.interest for match in matches}
    for i, text in enumerate(context.interests):
        source = f"interests[{i}]"
        if source not in named and source not in avoid:
            yield "interest", _interest(text, assignment.language), (source,)
            return


def _kinship(product: Product, need: str) -> int:
    """Returns how many words of a need a product's name and description hold."""
    words = _stems(f"{product.name} {product.description or ''}")
    return len({stem for stem in _stems(need) & words if len(stem) >= FEWEST_LETTERS})


def _is_asked_about(match: Match, assignment: Assignment) -> bool:
    """Returns whether the lead's question names a product."""
    asked = _stems(" ".join(assignment.situation.questions))
    return bool(asked & _stems(match.product.name))


def _sum(context: LeadContext, matches: list[Match]) -> Iterator[Variable]:
    """Yields what the product in question costs for the quantity that a note names.

    Of several products, none of which the note names, a total of one would mislead.
    """
    named = [match for match in matches if match.is_named]
    asked = named or matches
    totals = {total.product: total for total in sums_in(context)}
    if len(asked) != 1 or asked[0].place not in totals:
        return
    total = totals[asked[0].place]
    sources = (f"sums[{total.product}]", f"interactions[{total.note}]")
    yield "quantity", total.quantity, sources
    yield "total", total.total, sources


def price_answer(assignment: Assignment, question: str) -> tuple[str, tuple[str, ...]]:
    """Returns what the products that a question is about cost, and the sources; '' where no price
    is on file.

    A question that names a quantity is about what is priced by it.
    """
    matches = catalogue_matches(assignment.context, frozenset())
    asked = [match for match in matches if match.is_named] or matches
    sums = {total.product: total for total in sums_in(assignment.context)}
    counted = [
        match
        for match in asked
        if match.place in sums and fold(sums[match.place].quantity) in fold(question)
    ]
    if any(match.product.price and match.place not in sums for match in asked):
        asked = counted or asked
    phrase = PLAYBOOK[assignment.language].phrases["answers"]["total"]
    parts = []
    sources: list[str] = []
    for match in asked[:MOST_PRICES]:
        price = visible(match.product.price or "").rstrip(".")
        if not price:
            continue
        if total := sums.get(match.place):
            price += phrase.format(total=total.total, quantity=total.quantity)
            sources.append(f"sums[{match.place}]")
        name = _in_a_sentence(visible(match.product.name))
        parts.append(price if len(asked) == 1 else f"{name}, {price}")
        sources += match.sources
    text = "; ".join(parts)
    known = [sums[match.place] for match in asked[:MOST_PRICES] if match.place in sums]
    together = grand_total(known, assignment.context) if len(known) == len(parts) else ""
    if together:
        text += PLAYBOOK[assignment.language].phrases["answers"]["together"].format(total=together)
    return text, tuple(sources)


def _price_list(assignment: Assignment, matches: list[Match]) -> Iterator[Variable]:
    """Yields the prices of several products that the lead is interested in, one a line."""
    asked = [match for match in matches if match.is_named] or matches
    priced = [match for match in asked if match.product.price]
    if len(priced) < 2 or assignment.situation.kind is not SituationKind.PRICE_ASKED:
        return
    lines = []
    sources: list[str] = []
    for match in priced[:MOST_PRICES]:
        lines.append(f"- {visible(match.product.name)}: {visible(match.product.price or '')}")
        sources += match.sources
    yield "price_list", "\n".join(lines), tuple(sources)


def _interest(text: str, language: str) -> str:
    """Returns an interest in any words; in quotation marks where it is in another language."""
    words = topic(text, 80)
    return in_quotes(words, language) if words and is_foreign(words, language) else words


def catalogue_matches(context: LeadContext, avoid: frozenset[str]) -> list[Match]:
    """Returns the products that the interests name, in their order; the only one of a catalogue
    needs no naming.
    """
    matches: dict[int, Match] = {}
    for i, interest in enumerate(context.interests):
        source = f"interests[{i}]"
        index = None if source in avoid else _index_of(interest, context.products)
        if index is not None:
            matches.setdefault(index, Match(context.products[index], index, source))
    for place in _named_in_notes(context):
        source = f"interactions[{len(context.interactions) - 1}]"
        matches[place] = Match(context.products[place], place, source, is_named=True)
    if not context.interests and len(context.products) == 1:
        return [Match(context.products[0], 0, None)]
    return list(matches.values())


def _named_in_notes(context: LeadContext) -> Iterator[int]:
    """Yields the places of the products that the newest note names."""
    if not context.interactions:
        return
    noted = _stems(context.interactions[-1].summary[:LONGEST_NOTE])
    for place, product in enumerate(context.products):
        stems = _stems(product.name)
        if stems and stems <= noted:
            yield place


def _index_of(interest: str, products: tuple[Product, ...]) -> int | None:
    """Returns the place of the product whose name holds the interest's words, or the other way
    round; of several that hold them, none.
    """
    wanted = _stems(interest)
    for i, product in enumerate(products):
        if wanted and wanted == _stems(product.name):
            return i
    for i, product in enumerate(products):
        stems = _stems(product.name)
        if stems and stems <= wanted:
            return i
    holders = [i for i, product in enumerate(products) if wanted <= _stems(product.name)]
    return holders[0] if wanted and len(holders) == 1 else None


def _stems(text: str) -> frozenset[str]:
    """Returns a text's words without the ending of the plural."""
    return frozenset(PLURAL.sub("", word) for word in re.findall(r"\w+", fold(text)))


def _product(match: Match, prefix: str, assignment: Assignment) -> Iterator[Variable]:
    """Yields a product's name, with and without its article, its description and its price."""
    product = match.product
    line = _line(product.description or "")
    if line and is_foreign(line, assignment.language):
        line = ""
    name = _in_a_sentence(visible(product.name))
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
            for sentence in SENTENCE_END.split(visible(passage.text)) if name else ():
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


def _in_a_sentence(name: str) -> str:
    """Returns a product's name as it stands inside a sentence: "invoice inbox" for "Invoice inbox";
    a name of one word, or with more capitals, is as its owner writes it.
    """
    first, *others = name.split(" ")
    if others and first[1:].islower() and " ".join(others).islower():
        return f"{first.lower()} {' '.join(others)}"
    return name


def _line(description: str) -> str:
    """Returns the first sentences of a description, as many as are short enough to be quoted.

    '' for a description that needs its heading to be understood: "It compares ...".
    """
    if DANGLING.match(visible(description)):
        return ""
    line = ""
    for sentence in SENTENCE_END.split(visible(description)):
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
