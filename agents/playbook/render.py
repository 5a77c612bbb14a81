"""Templates filled in, with a record of which variable each piece of text came from."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from jinja2 import Environment, StrictUndefined, Template, meta

# While a text is made, each variable's text stands between two characters of the private use area:
# one that tells which variable it is, and END.
FIRST_MARK: Final = 0xE100
END: Final = "\ue000"
MARKS: Final = "[\ue000-\uf8ff]*"
FORMS: Final = re.compile(r"\[([^\[\]|\n]*)\|([^\[\]|\n]*)\]")  # "[usted form|tú form]"


class Word(NamedTuple):
    """The text of a variable, and the sources of the facts that it states."""

    text: str
    sources: tuple[str, ...] = ()


class Span(NamedTuple):
    """The part of a text that states what these sources say."""

    start: int
    end: int
    sources: tuple[str, ...]


class Rendering(NamedTuple):
    """A text, and which parts of it came from which sources."""

    text: str
    spans: tuple[Span, ...]

    def joined(self, other: "Rendering", separator: str) -> "Rendering":
        """This text and another, with a separator between them if there is a text before it."""
        before = f"{self.text}{separator}" if self.text else ""
        offset = len(before)
        moved = [
            span._replace(start=span.start + offset, end=span.end + offset) for span in other.spans
        ]
        return Rendering(before + other.text, (*self.spans, *moved))


def _first_letter(text: str, upper: bool) -> str:
    match = re.search(r"\w", text)
    if not match:
        return text
    letter = match.group().upper() if upper else match.group().lower()
    return text[: match.start()] + letter + text[match.end() :]


# Plain text: nothing is escaped.
ENVIRONMENT: Final = Environment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
)
ENVIRONMENT.filters["cap"] = lambda text: _first_letter(text, upper=True)
ENVIRONMENT.filters["low"] = lambda text: _first_letter(text, upper=False)


@cache
def compiled(source: str) -> tuple[Template, frozenset[str]]:
    """Returns the template, and the names of the variables it needs."""
    names = meta.find_undeclared_variables(ENVIRONMENT.parse(source))
    return ENVIRONMENT.from_string(source), frozenset(names)


def names_in(source: str) -> frozenset[str]:
    """Returns the names of the variables in a template of whichever form."""
    return compiled(with_form(source, is_informal=False))[1]


@cache
def with_form(source: str, is_informal: bool) -> str:
    """Returns a template with one of the forms of each "[usted form|tú form]"."""
    return FORMS.sub(r"\2" if is_informal else r"\1", source)


def fill(source: str, words: Mapping[str, Word]) -> Rendering:
    """Returns a template filled with the variables it needs, tidied. Raises UndefinedError."""
    template, names = compiled(source)
    order = sorted(names & words.keys())
    texts = {}
    for i, name in enumerate(order):
        texts[name] = f"{chr(FIRST_MARK + i)}{words[name].text}{END}"
    marked = _tidy(template.render(texts))
    return _unmarked(marked, [words[name].sources for name in order])


def _tidy(text: str) -> str:
    """Returns a text with surplus white space and full stops removed."""
    text = re.sub(rf"\bde ({MARKS})el\b", r"\1del", text)  # as Spanish contracts them
    text = re.sub(rf"\ba ({MARKS})el\b", r"\1al", text)
    text = re.sub(rf"([.?!…][”»]?)({MARKS})\.(?!\.)", r"\1\2", text)
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _unmarked(marked: str, sources: list[tuple[str, ...]]) -> Rendering:
    """Returns the text without marks, and the spans that they stood around."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    opened: list[tuple[int, int]] = []
    for piece in re.split("([\ue000-\uf8ff])", marked):
        if piece == END and opened:
            start, number = opened.pop()
            spans.append(Span(start, length, sources[number]))
        elif len(piece) == 1 and "\ue000" < piece <= "\uf8ff":
            opened.append((length, ord(piece) - FIRST_MARK))
        else:
            pieces.append(piece)
            length += len(piece)
    return Rendering("".join(pieces), tuple(spans))
