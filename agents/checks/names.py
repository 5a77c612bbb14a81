"""Names in copy: people, companies, products and places that stand in no fact."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from agents.checks.folding import folded
from agents.checks.ground import Ground
from agents.checks.phrases import groups_in, holds
from agents.checks.reading import Reading, Sentence
from agents.checks.scene import Scene, words_in
from agents.checks.words import conversation_words, stem
from agents.playbook.persons import name_words
from tools.domain.lead import LeadContext

WORD: Final = re.compile(r"[^\W\d_][\w'’&.-]*\w|[^\W\d_]")
CAPITAL: Final = re.compile(r"(?<![\w.&-])[^\W\d_a-zß-ÿ][\w'’&.-]*\w|(?<![\w.&-])[A-ZÀ-ÖØ-Þ](?!\w)")
OPENS: Final = re.compile(r"(?:^|[\"“«:(¿¡•/]|(?<=\s)[-–—*])\s*$")
USUAL_ENDING: Final = re.compile(
    r"(?:ing|ed|ly|tion|ment|ness|ity|ance|ence|cion|dad|mente|aje|s)$"
)
CAPITALS: Final = re.compile(r"\b[A-ZÀ-Þ]")


@cache
def _tables() -> dict[str, Any]:
    path = Path(__file__).with_name("names.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def known_words() -> frozenset[str]:
    """Returns the folded words that have a capital and name nobody."""
    tables = _tables()
    words = " ".join(tables[name] for name in ("office", "calendar", "languages", "labels"))
    return words_in(*name_words().titles) | frozenset(words.split()) | words_in(words)


def zone_words(context: LeadContext) -> frozenset[str]:
    """Returns the words of both time zones, by whose city an hour may be named."""
    return words_in(context.timezone, context.site.timezone)


def unknown_names(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the names that stand in no fact."""
    if reading.field == "subject" and _is_title_case(reading.text):
        return
    for sentence in reading.sentences:
        text = reading.quote(sentence, 0, len(sentence.text))
        yield from _runs(text, scene)
        first = _somebody(text, sentence, scene)
        if first:
            yield first
        yield from _in_frames(reading, sentence, scene)


def _is_title_case(subject: str) -> bool:
    """Returns whether most words of a subject have a capital."""
    words = [word for word in WORD.findall(subject) if len(word) > 3]
    return len(words) > 2 and all(CAPITALS.match(word) for word in words)


def _runs(text: str, scene: Scene) -> Iterator[str]:
    """Yields the words with a capital inside a sentence, joined where they stand in a row."""
    if text[1:].islower():
        return
    run: list[str] = []
    has_news = False
    start, end = 0, -1
    for match in CAPITAL.finditer(text):
        if run and text[end : match.start()] not in (" ", " & ", ". "):
            if has_news:
                yield text[start:end]
            run, has_news = [], False
        if not run:
            start = match.start()
        run.append(match.group())
        end = match.end()
        opens = OPENS.search(text[max(0, match.start() - 20) : match.start()]) is not None
        opens = opens and (match.start() < 20 or text[: match.start()].strip() != "")
        has_news = has_news or (not opens and is_unknown(match.group(), scene))
    if run and has_news:
        yield text[start:end]


def is_unknown(word: str, scene: Scene) -> bool:
    """Returns whether a word is no word of a fact, of the sender, or of any office."""
    bare = _bare(word)
    if not bare or bare in known_words() or bare in zone_words(scene.context):
        return False
    return not _stands_in(bare, scene.ground)


def _bare(word: str) -> str:
    return re.sub(r"'(?:s|ve|re|ll|d|m)$|s'$|\.$", "", folded(word).text).strip(".'")


def _stands_in(bare: str, ground: Ground) -> bool:
    """Returns whether the facts hold a folded word, a form of it, or its country."""
    if re.search(rf"(?<![a-z0-9]){re.escape(bare)}(?:'?s)?(?![a-z0-9])", ground.texts):
        return True
    if "-" in bare or "." in bare or "&" in bare:
        return all(_stands_in(part, ground) for part in re.split(r"[-.&]", bare) if part)
    if stem(bare) in ground.stems or bare in conversation_words():
        return True
    names = _tables()["countries"].get(bare, "").split()
    return any(re.search(rf"\b{name}\b", ground.texts) for name in names)


def _somebody(text: str, sentence: Sentence, scene: Scene) -> str | None:
    """Returns the first word of a sentence where it can only be somebody: "Globex has bought"."""
    match = WORD.match(text)
    if not match or not match.group()[0].isupper():
        return None
    bare = _bare(match.group())
    if bare in conversation_words() or USUAL_ENDING.search(bare):
        return None
    if not holds("does", sentence.text[len(bare) :]):
        return None
    return match.group() if is_unknown(match.group(), scene) else None


def _in_frames(reading: Reading, sentence: Sentence, scene: Scene) -> Iterator[str]:
    """Yields the words that stand where a name does, in small letters too."""
    for start, end in groups_in("named", sentence.text):
        if is_unknown(sentence.text[start:end], scene):
            yield reading.quote(sentence, start, end)
