"""What a message looks like: markup, placeholders, hidden characters, emoji, capitals."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from agents.checks.addresses import comparable
from agents.checks.reading import LONGEST, MOST_NEXT_STEPS, Reading
from agents.checks.rules import rules
from agents.checks.scene import Scene
from agents.policy import CHARACTER_LIMITS
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel

MARKS: Final = (
    r"</?[A-Za-z!][^<>\n]{0,300}>",  # HTML
    r"&(?:#\w{2,6}|[a-z]{2,8});",
    r"\*\*[^*\n]{1,200}\*\*",  # Markdown
    r"__[^_\n]{1,200}__",
    r"(?<![\w*])\*[^\s*][^*\n]{0,100}\*(?![\w*])",
    r"^ {0,3}#{1,6} \S",
    r"^> \S",
    r"^ {0,3}\|.{1,200}\|\s*$",
    r"\]\([^)\n]{1,200}\)",
    r"```|`[^`\n]{1,100}`",
    r"\{\{|\}\}|\{%|%\}|\$\{|<\||\|>",  # templates
)
BLANKS: Final = (
    r"\[[^\]\n\d][^\]\n]{0,80}\]",
    r"\{[A-Za-z_ ]{1,40}\}|<<?[A-Za-z_ ]{2,40}>>?|%[A-Za-z_]{2,30}%",
    r"\b(?:NaN|lorem ipsum|TODO|TBD|XXX+|X{2,}/X{2,}|INSERT [A-Z]+|xx+)\b",
    r"\b(?:[Hh]i|[Hh]ello|[Dd]ear|Hola|Estimad[oa]|at|from|for|de) (?:None|null|undefined)\b",
    r"_{3,}",
)
# A text without any of these holds no markup, or no blank: most texts, and a look takes long.
MARKUP_SIGNS: Final = re.compile(r"[<>&*_#|`{}%\])]")
BLANK_SIGNS: Final = re.compile(r"[\[{<%_]|XX|xx|NaN|lorem|TODO|TBD|INSERT|None|null|undefined")
MARKUP: Final = re.compile("|".join(MARKS), re.MULTILINE)
PLACEHOLDER: Final = re.compile("|".join(BLANKS))
OTHER_SCRIPT: Final = re.compile(r"[\u0370-\u058f\u13a0-\u13ff\uab70-\uabbf]")
LONG: Final = re.compile(r"\S{20,}")
LONGEST_WORD: Final = 40  # characters
ENCODED: Final = re.compile(  # Base64: small and capital letters and digits, mixed
    r"(?<![\w./-])(?=\w*[a-z])(?=\w*[A-Z]\w*[A-Z])(?=\w*\d\w*[A-Za-z])[A-Za-z0-9+/]{20,}={0,2}(?![\w.-])"
)
SYMBOL: Final = re.compile(r"[^\0-\u02ff]")  # beyond Latin letters; few are symbols
ORNAMENTS: Final = frozenset("©®™°№℃℉")
EMOTICON: Final = re.compile(r"(?<!\w)[:;]-?[)(DP](?!\w)|<3")
LOUD_SIGNS: Final = re.compile(r"!!|[A-ZÁÉÍÓÚÑ]{4}")
SHOUT: Final = re.compile(r"!{2,}|(?:\b[A-ZÁÉÍÓÚÑ]{4,}\b[ ,]+){2,}\b[A-ZÁÉÍÓÚÑ]{4,}\b")
SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def markup(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields HTML, Markdown and template marks."""
    if MARKUP_SIGNS.search(reading.text):
        for match in MARKUP.finditer(reading.text):
            yield match.group()


def placeholders(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields what stands where words were to be filled in."""
    if BLANK_SIGNS.search(reading.text):
        for match in PLACEHOLDER.finditer(reading.text):
            yield match.group()


def hidden(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields what a reader does not see or cannot read: controls, disguise, encoded text."""
    if not reading.text.replace("\n", "").isprintable():
        yield from _words_with_hidden(reading.text)
    if OTHER_SCRIPT.search(reading.text):
        for word in reading.text.split():
            if not word.isascii() and _is_mixed(word, scene):
                yield word
    for match in LONG.finditer(reading.text):
        word = match.group()
        if comparable(word.lower()) in scene.ground.addresses:
            continue
        if len(word) > LONGEST_WORD or ENCODED.search(word):
            yield word


def _is_hidden(character: str) -> bool:
    if character in ("\n", "\t"):
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")


def _words_with_hidden(text: str) -> Iterator[str]:
    """Yields the words with hidden characters, joiners inside emoji left aside."""
    for word in text.split():
        plain = "".join(c for c in word if unicodedata.category(c) not in ("So", "Sk", "Mn"))
        if any(_is_hidden(character) for character in plain) and plain.strip("\u200d\ufe0f"):
            yield "".join(character for character in word if not _is_hidden(character)) or "?"


def _is_mixed(word: str, scene: Scene) -> bool:
    """Returns whether a word's letters are of two scripts, or of one that no fact is written in."""
    scripts: set[str] = set()
    for character in word:
        if character.isalpha():
            name = unicodedata.name(character, "")
            scripts.update(script for script in SCRIPTS if name.startswith(script))
    if len(scripts) > 1:
        return True
    if not scripts or scripts == {"LATIN"}:
        return False
    own = {unicodedata.name(c, "").split(" ")[0] for fact in scene.draft.facts for c in fact.text}
    lead = scene.context.lead
    for text in (lead.name, lead.company, *lead.pain_points):
        own |= {unicodedata.name(c, "").split(" ")[0] for c in text or ""}
    return not scripts <= own


def emoji(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields emoji, ornaments and emoticons."""
    for character in SYMBOL.findall(reading.text):
        if unicodedata.category(character) == "So" and character not in ORNAMENTS:
            yield character
    for match in EMOTICON.finditer(reading.text):
        yield match.group()


def shouting(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields words shouted in capitals."""
    if LOUD_SIGNS.search(reading.text):
        for match in SHOUT.finditer(reading.text):
            yield match.group().strip()


def misshapen(draft: Draft) -> Iterator[Finding]:
    """Yields the findings on fields that no message can have."""
    rule = rules()["field_form"]
    if "\n" in draft.subject or "\r" in draft.subject:
        problem = "breaks the line of a subject, which a mail server reads as a header"
        yield rule.finding(draft.position, "subject", problem=problem)
    if draft.channel is Channel.EMAIL and not draft.subject.strip():
        yield rule.finding(draft.position, "subject", problem="leaves the e-mail without a subject")
    for field, text in (("subject", draft.subject), ("content", draft.content)):
        yield from _over(draft, field, text)
    yield from _over(draft, "script", draft.script or "")
    for step in draft.next_steps:
        yield from _over(draft, "next_steps", step)
    if len(draft.next_steps) > MOST_NEXT_STEPS:
        problem = f"has more than {MOST_NEXT_STEPS} next steps"
        yield rule.finding(draft.position, "next_steps", problem=problem)


def _over(draft: Draft, field: str, text: str) -> Iterator[Finding]:
    """Yields a finding where a field is longer than it can be."""
    most = LONGEST[field]
    if field == "content":
        most = CHARACTER_LIMITS.get(draft.channel, most)
    if len(text) > most:
        problem = f"has {len(text)} characters, of {most} that the field can hold"
        yield rules()["field_form"].finding(draft.position, field, problem=problem)
