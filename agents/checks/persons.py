"""Whom a touch greets, and in whose name it is written."""

import re
from collections.abc import Iterator
from typing import Final

from agents.checks.reading import Reading
from agents.checks.scene import Scene, words_in
from agents.checks.words import conversation_words
from agents.playbook.persons import name_words

GREETING: Final = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening)|hola|estimad[oa]|querid[oa]"
    r"|muy buen[oa]s|buen[oa]s? (?:dias?|tardes|noches))\b[, ]+(?![, ])"
    r"(?!(?:soy|le (?:habla|escribe|llama)|this is|it's|i'm|i am|my name)\b)([^,:;!?\n]{1,60})"
)
INTRODUCTION: Final = re.compile(
    r"\b(?:this is|it's|it is|i am|i'm|on behalf of|le habla|le escribe|soy|en nombre de|we at"
    r"|regards from|(my name is|me llamo|mi nombre es|signed(?: [a-z ]{0,30})? by|signed:"
    r"|firmado(?: por|:)|written by)) *:? +|^(?:yours|yours sincerely|atentamente|best), "
)
CALLER: Final = re.compile(
    r"^(?:hi|hello|hey|hola|good \w+|buen\w* \w+)(?:,? \w+)?, "
    r"(?=[^,.!?]{1,50} (?:from|here|speaking|calling)\b)()"
)
# Behind "Hello," may stand who is calling: "Hello, Alex Rivera from Brightpage here."
INTRODUCED: Final = re.compile(
    r"^(?:soy|le habla|te habla|habla|le llama|this is|it's|i'm)\b"
    r"|\b(?:from|here|speaking|calling)\b"
)
NAME: Final = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]*\.? ?)+|[^\W\d_]+")
GREETED_TOO: Final = frozenset(
    "there all everyone team both again folks sir madam equipo todos nuevo otra vez a de from to"
    " señores friend colleague colleagues".split()
)
CLOSING: Final = frozenset(
    "warmly sincerely cordially cordialmente atentamente abrazo abrazos respectfully faithfully"
    " truly cheers rgds regards br saludo saludos cordiales ps warm all the best kind".split()
)
TITLES: Final = words_in(*name_words().titles)
MOST_NAME_WORDS: Final = 4


def greeted(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the names in greetings that are not the lead's."""
    lead = words_in(scene.context.lead.name) | TITLES | GREETED_TOO
    for sentence in reading.sentences:
        match = GREETING.match(sentence.text)
        if not match:
            continue
        name = reading.quote(sentence, match.start(1), match.end(1))
        if INTRODUCED.search(match[1]):
            continue
        if any(not _is_word_of(word, lead) for word in _name_part(name)):
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
    own = _sender_words(scene)
    for sentence in reading.sentences:
        for match in (*INTRODUCTION.finditer(sentence.text), *CALLER.finditer(sentence.text)):
            text = reading.quote(sentence, match.end(), len(sentence.text))
            name = NAME.match(text)
            if not name or not (match[1] or name.group()[0].isupper()):
                continue
            words = name.group().split()[:MOST_NAME_WORDS]
            if not all(_is_word_of(word, own) or _is_ordinary(word) for word in words):
                yield name.group().strip(" .")
    if reading.field == "content":
        yield from _signed(reading.text, own)


def _sender_words(scene: Scene) -> frozenset[str]:
    """Returns the words of the sender's name, title, signature and company, and of its products."""
    user, site = scene.context.user, scene.context.site
    products = [product.name for product in scene.context.products]
    own = words_in(user.name, user.title, user.email, user.signature, user.phone, site.name)
    own |= words_in(site.postal_address, site.opt_out, site.disclosure, site.url, site.about)
    return own | words_in(*products) | CLOSING


def _is_ordinary(word: str) -> bool:
    """Returns whether a word is one of any conversation, as "Monday" is."""
    return all(bare in conversation_words() for bare in words_in(word))


def _signed(content: str, own: frozenset[str]) -> Iterator[str]:
    """Yields the lines at the end that sign in another's name."""
    for line in _signature_lines(content):
        words = words_in(line)
        if words & own or len(words) > MOST_NAME_WORDS or any(map(str.isdigit, words)):
            continue
        if not any(_is_ordinary(word) for word in words):
            yield line


def _signature_lines(content: str) -> list[str]:
    """Returns the lines behind the closing phrase, or the last one if it is no sentence."""
    lines = [line.strip() for line in content.strip().splitlines() if line.strip()]
    for place in range(len(lines) - 1, 0, -1):
        if lines[place].endswith(",") and len(lines[place].split()) <= 5:
            return [line for line in lines[place + 1 :] if line[-1] not in ".?!…:"]
    if len(lines) < 2:
        return []
    return [line for line in lines[-1:] if line[-1] not in ".?!…:,"]
