"""A lead's own name, from a field that may hold a role, a company or a colleague's note instead."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from agents.playbook.capitals import PARTICLES, proper
from agents.playbook.fit import BRACKETED, phrase, unescaped, visible

MAX_NAME: Final = 60  # characters
MAX_WORDS: Final = 6
GIVEN_TOO: Final = frozenset({"Al", "Do", "Le", "Van"})
NOTE: Final = re.compile(r"\s[-–—|:]+\s|\s*[|•;]\s*|:\s")  # "Jane Smith - call her"
PRONOUNS: Final = re.compile(r"\b(?:she|he|they|ella|él)/\w+(?:/\w+)?", re.IGNORECASE)
NO_NAME: Final = re.compile(r"[\d?!/:;&+%@]")
QUOTES: Final = "\"'“”«»*•·,.-–—_ "
OBSOLETE: Final = re.compile(r"[zx]{2,}", re.IGNORECASE)  # put before a record to sort it last
DOTTED: Final = re.compile(r"[^\W\d_]{2,}[._][^\W\d_]{2,}")  # jane.smith
JOINED: Final = re.compile(r"[^\W\d_]{4,}(?<=[a-z])[A-Z][a-z]+")  # JaneSmith, and not McDonald
UNSPACED_TITLE: Final = re.compile(r"(?<=\b[A-Za-z]{2}\.)(?=[A-ZÀ-Þ][a-zß-ÿ])")  # Dr.Jane
NOUN_ENDING: Final = re.compile(r".{4,}(?:tions?|ments?|ships?|ology|ware|istics)")
UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class NameWords(NamedTuple):
    """The words of names.toml."""

    titles: frozenset[str]
    titles_alone: frozenset[str]
    short_forms: frozenset[str]
    letters: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    anywhere: frozenset[str]
    joins: frozenset[str]
    greetings: frozenset[str]


@cache
def name_words() -> NameWords:
    """Returns the words of names.toml, read once."""
    path = Path(__file__).with_name("names.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    alone = frozenset(tables["titles"]["alone"].split())
    return NameWords(
        titles=alone | frozenset(tables["titles"]["beside"].split()),
        titles_alone=alone,
        short_forms=frozenset(tables["short"]["forms"].split()),
        letters=frozenset(tables["letters"]["words"].split()),
        first=frozenset(tables["no_name"]["first"].split()),
        last=frozenset(tables["no_name"]["last"].split()),
        anywhere=frozenset(tables["no_name"]["any"].split()),
        joins=frozenset(tables["joins"]["words"].split()),
        greetings=frozenset(tables["greetings"]["words"].split()),
    )


class PersonName(NamedTuple):
    """A person's name: a title, if there is one, and the names behind it in their order."""

    title: str
    names: tuple[str, ...]


@lru_cache(maxsize=512)
def given_name(text: str | None) -> str:
    """Returns what to call the lead in a greeting: 'Smith, JANE (Acme)' -> 'Jane'.

    '' where the text is no name of one person.
    """
    person = person_in(text)
    if not person:
        return ""
    if UNSPACED.search(" ".join(person.names)):
        return " ".join(person.names)
    if person.title and len(person.names) == 1:
        return _titled(person)
    return _first_of(person.names)


@lru_cache(maxsize=512)
def full_name(text: str | None) -> str:
    """Returns the lead's name without title, brackets and notes; '' where the text is no name."""
    person = person_in(text)
    if not person:
        return ""
    return " ".join(proper(name) for name in person.names)


def _titled(person: PersonName) -> str:
    """Returns 'Mrs. Okafor'; '' for a title that does not stand before a family name."""
    if key_of(person.title) not in name_words().titles_alone:
        return proper(person.names[0])
    return f"{proper(person.title)} {proper(person.names[0])}"


def person_in(text: str | None) -> PersonName | None:
    """Returns the one person that a text names; None where it names none, or several."""
    bare = BRACKETED.sub(" ", PRONOUNS.sub(" ", visible(unescaped(text or "").strip("* "))))
    head = NOTE.split(bare.strip(), maxsplit=1)[0].strip(QUOTES)
    clean = phrase(UNSPACED_TITLE.sub(" ", _dots_apart(head)), MAX_NAME)
    if not clean or NO_NAME.search(clean):
        return None
    words = _in_order(clean)
    title, names = _title_and_names(words)
    if not names or len(names) > MAX_WORDS or _is_no_name(names):
        return None
    return PersonName(title, tuple(names))


def _dots_apart(text: str) -> str:
    """Returns 'jane smith' for 'jane.smith' and 'Jane_Smith'."""
    return re.sub(r"[._]", " ", text) if DOTTED.fullmatch(text) else text


def _in_order(text: str) -> list[str]:
    """Returns the words of a name, the given names first: 'Smith, Jane, MBA' -> Jane, Smith."""
    family, *others = [part.split() for part in text.split(",")]
    parts = [_without_letters(family, at_least=1)]
    parts += [_without_letters(part) for part in others]
    parts = [part for part in parts if part]
    if len(parts) > 2:
        return []
    words = [word for part in reversed(parts) for word in part]
    return [word.strip("\"'“”«»*") for word in words if word.strip("\"'“”«»*")]


def _without_letters(words: list[str], at_least: int = 0) -> list[str]:
    """Returns words without the letters behind a name, such as 'PhD' and 'Jr.'."""
    letters = name_words().letters
    end = len(words)
    while end > at_least and key_of(words[end - 1]) in letters:
        end -= 1
    return words[:end]


def _title_and_names(words: list[str]) -> tuple[str, list[str]]:
    """Returns the first title, and the words behind all titles, greetings and marks."""
    known = name_words()
    title = ""
    for index, word in enumerate(words):
        key = key_of(word)
        if key in known.titles and not _is_short_form(words[index:]):
            title = title or word
        elif key not in known.greetings and not OBSOLETE.fullmatch(word):
            return title, words[index:]
    return title, []


def _is_short_form(words: list[str]) -> bool:
    """Returns whether the words begin with 'Ma. Teresa', and not with a title."""
    return key_of(words[0]) in name_words().short_forms


def _is_no_name(names: list[str]) -> bool:
    """Returns whether the words are a role, a department, two persons or a remark."""
    known = name_words()
    keys = [key_of(name) for name in names]
    if keys[0] in known.first or keys[-1] in known.last or known.anywhere.intersection(keys):
        return True
    if NOUN_ENDING.fullmatch(keys[0]) or known.joins.intersection(keys[1:2]):
        return True
    return len(names) == 1 and JOINED.fullmatch(names[0]) is not None


def _first_of(names: tuple[str, ...]) -> str:
    """Returns the first name; all of them where it is an initial or a particle, such as 'de'.

    A short form stands with the name behind it: 'Ma. Teresa'.
    """
    first = names[0]
    if _is_given(names):
        return first
    is_initial = len(first.strip(".")) == 1
    if is_initial or first.casefold() in PARTICLES:
        return "" if len(names) == 1 else " ".join(proper(name) for name in names)
    if _is_short_form(list(names)) and len(names) > 1 and _has_mark(first):
        return f"{proper(first)} {proper(names[1])}"
    return proper(first)


def _is_given(names: tuple[str, ...]) -> bool:
    """Returns whether a particle is a given name here: 'Al Brown', and not 'Van der Berg'."""
    if names[0] not in GIVEN_TOO:
        return False
    return len(names) == 1 or names[1].casefold() not in PARTICLES


def _has_mark(word: str) -> bool:
    """Returns whether a word is written as a short form: 'Ma.' or 'Mª'."""
    return word.endswith((".", "ª"))


def key_of(word: str) -> str:
    """Returns a word in small letters, without full stops around it."""
    return word.casefold().strip(".'’\"")
