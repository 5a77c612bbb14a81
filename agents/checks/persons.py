"""Whom a touch greets, and in whose name it is written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from agents.checks.folding import folded
from agents.checks.names import known_words
from agents.checks.phrases import groups_in, holds, phrases_in
from agents.checks.reading import Reading, Sentence
from agents.checks.scene import Scene, words_in
from agents.checks.words import conversation_words
from agents.playbook.persons import name_words
from tools.domain.lead import LeadContext

NAME: Final = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]*\.? ?)+|[^\W\d_]+")
FEWEST_CERTAIN: Final = 2  # words with a capital that are a person's name for certain
FIRST_SENTENCES: Final = 3  # of a field, in which a sender says who it is
LIST_ITEM: Final = ("-", "*", "•", "–")
INTRODUCTIONS: Final = frozenset({"names_itself", "is_called", "calls", "speaks", "signs"})
GROUP: Final = frozenset("team equipo all everyone colleagues people todos".split())
GREETED_TOO: Final = frozenset(
    "there all everyone team both again folks sir madam equipo todos nuevo otra vez a de from to"
    " señores friend colleague colleagues".split()
)
CLOSING: Final = frozenset(
    "warmly sincerely cordially cordialmente atentamente abrazo abrazos respectfully faithfully"
    " truly cheers rgds regards br saludo saludos cordiales ps warm all the best kind"
    " yours wishes".split()
)
TITLES: Final = words_in(*name_words().titles)
MOST_NAME_WORDS: Final = 4
MOST_CLOSING_WORDS: Final = 5


def greeted(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the names in greetings that are not the lead's."""
    lead = words_in(scene.context.lead.name) | TITLES | GREETED_TOO
    company = words_in(scene.context.lead.company)
    for sentence in reading.sentences:
        for start, end in groups_in("greeting", sentence.text):
            name = reading.quote(sentence, start, end)
            is_apart = sentence.text[start - 2] == ","  # "Hello, invoices take time."
            if (is_apart and not name[0].isupper()) or holds(
                "introduced", sentence.text[start:end]
            ):
                continue
            own = lead | company if GROUP & words_in(name) else lead
            if any(not _is_word_of(word, own) for word in _name_part(name)):
                yield name


def _name_part(text: str) -> list[str]:
    """Returns the words of a greeting that are a name: the first, and those with a capital."""
    words = text.replace("-", " ").split()
    name = words[:1]
    for word in words[1:MOST_NAME_WORDS]:
        if not word[0].isupper():
            break
        name.append(word)
    if name and name[0].islower() and name[0] in conversation_words():
        return name[1:]
    return name


def _is_word_of(word: str, words: frozenset[str]) -> bool:
    """Returns whether a word, without its marks, is one of these; parts do in unspaced scripts."""
    bare = words_in(word)
    if bare <= words:
        return True
    return not word.isascii() and any(
        other in plain or plain in other for plain in bare for other in words if len(other) > 1
    )


def introduced(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the names of senders that are not the sender's own."""
    own = _sender_words(scene.context)
    for sentence in reading.sentences:
        for phrase in INTRODUCTIONS & phrases_in(sentence.text):
            for start, _ in groups_in(phrase, sentence.text):
                name = _introduced_name(reading, sentence, start, phrase)
                if name and not _is_own(name, own):
                    yield " ".join(name)
    if reading.field == "content":
        yield from _signed(reading.text, own)


def _introduced_name(
    reading: Reading, sentence: Sentence, start: int, phrase: str
) -> list[str] | None:
    """Returns the words of the name that stands behind an introduction, if it is one for certain.

    "I am German" names nobody, "I am Ada Byron" and "I am Ada from Plumeworks" do.
    """
    text = reading.quote(sentence, start, len(sentence.text))
    match = NAME.match(text)
    if not match:
        return None
    words = match.group().split()[:MOST_NAME_WORDS]
    rest = folded(text[match.end() :]).text
    is_name = phrase == "names_itself" or _is_speaker(words, rest, phrase, sentence, reading)
    return words if is_name else None


def _is_speaker(
    words: list[str], rest: str, phrase: str, sentence: Sentence, reading: Reading
) -> bool:
    """Returns whether words with the folded rest of a sentence behind them name who speaks."""
    if not words[0][0].isupper() or words[-1].endswith(("'s", "’s")):
        return False
    if phrase == "signs":
        return not rest.strip(" .")
    if holds("holds_office", rest):
        return True
    has_two = len(words) >= FEWEST_CERTAIN
    if phrase == "is_called":
        return has_two or holds("comes_from", rest)
    is_early = sentence in reading.sentences[:FIRST_SENTENCES]
    return is_early and (has_two or phrase == "calls") and holds("comes_from", rest)


def _is_own(name: list[str], own: frozenset[str]) -> bool:
    """Returns whether each word of a name is the sender's, or one of any conversation."""
    return all(_is_word_of(word, own) or _is_ordinary(word) for word in name)


@lru_cache(maxsize=8)
def _sender_words_of(*texts: str | None) -> frozenset[str]:
    return words_in(*texts) | CLOSING


def _sender_words(context: LeadContext) -> frozenset[str]:
    """Returns the words of the sender's name, title, signature and company, and of its products."""
    user, site = context.user, context.site
    sender = (user.name, user.title, user.email, user.signature, user.phone)
    company = (site.name, site.postal_address, site.opt_out, site.disclosure, site.url, site.about)
    products = (product.name for product in context.products)
    return _sender_words_of(*sender, *company, *products)


def _is_ordinary(word: str) -> bool:
    """Returns whether a word is one of any conversation, as "Monday" is, or of any office."""
    ordinary = conversation_words() | known_words()
    return all(bare in ordinary for bare in words_in(word))


def _signed(content: str, own: frozenset[str]) -> Iterator[str]:
    """Yields the lines at the end that sign in another's name."""
    for line in _signature_lines(content):
        words = words_in(line)
        if words & own or len(words) > MOST_NAME_WORDS or any(map(str.isdigit, words)):
            continue
        if not any(_is_ordinary(word) for word in words):
            yield line


def _signature_lines(content: str) -> list[str]:
    """Returns the lines behind the closing phrase, or the last one if it can only be a name."""
    lines = [line.strip() for line in content.strip().splitlines() if line.strip()]
    for place in range(len(lines) - 1, 0, -1):
        line = folded(lines[place]).text
        if (
            line.endswith(",")
            and len(line.split()) <= MOST_CLOSING_WORDS
            and CLOSING & words_in(line)
        ):
            return [line for line in lines[place + 1 :] if line[-1] not in ".?!…:"]
    if len(lines) > 1 and _is_name_alone(lines[-1]):
        return lines[-1:]
    return []


def _is_name_alone(line: str) -> bool:
    """Returns whether a line is no sentence and no item of a list, and may be a name."""
    if line.startswith(LIST_ITEM) or line[-1] in ".?!…:,":
        return False
    words = line.split()
    return len(words) <= FEWEST_CERTAIN or all(word[0].isupper() for word in words)
