"""What a server's refusal says: its own words, made fit for a log, with a hint at what to do."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

MOST_READ: Final = 4_000  # characters of an answer that an error is looked for in
MOST_SHOWN: Final = 200
WINDOW: Final = 3  # words in a row that are in the prompt as well are taken for a part of it
FORMAT_STATUSES: Final = frozenset({400, 404, 422, 500})
WORD: Final = re.compile(r"[\w@.+-]*\w")
SHORT_KEY: Final = 6


@dataclass(frozen=True)
class Cause:
    """Why a model cannot work, and what helps."""

    hint: str
    pattern: str
    statuses: frozenset[int] = frozenset()  # any, if empty


# The first whose status and pattern fit. None of them is mended by asking in another way.
CAUSES: Final = (
    Cause("check OPENAI_API_KEY", "", frozenset({401, 403})),
    Cause(
        "the prompt is too long for it: give the model a larger context length",
        r"context.?(length|size|window)|prompt is too long|too many tokens|n_ctx",
    ),
    Cause(
        "check the model's name",
        r"model.{0,120}(not found|not exist|unknown|not available|no such)"
        r"|(unknown|invalid|not a valid|no such) model|model_not_found",
    ),
    Cause("unset LEAD_FOLLOWUP_MODEL_TEMPERATURE", r"\btemperature\b"),
    Cause("the account has no credit left", r"quota|credit|billing|balance", frozenset({402, 429})),
    Cause("it is asked too often", "", frozenset({429})),
    Cause("the server is away or overloaded", "", frozenset({502, 503, 504, 529})),
)
ADDRESS_HINT: Final = "check OPENAI_BASE_URL, which often ends in /v1"


def cause_of(status: int, text: str) -> Cause | None:
    """Returns the cause that a refusal names, if it is one we know."""
    for cause in CAUSES:
        if cause.statuses and status not in cause.statuses:
            continue
        if re.search(cause.pattern, text[:MOST_READ], re.IGNORECASE | re.DOTALL):
            return cause
    return None


def text_in(body: str) -> str:
    """Returns the error text in a refusal's body: of JSON its message, of a page its words."""
    body = body[:MOST_READ]
    try:
        text = _message_in(json.loads(body))
    except (ValueError, RecursionError):
        text = re.sub(r"<[^<>]{0,300}>", " ", body)
    return " ".join(text.split())


def _message_in(value: Any) -> str:
    """Returns the message in an error as the known servers write it."""
    for _ in range(4):
        if isinstance(value, list) and value:
            value = value[0]
        if not isinstance(value, dict):
            break
        names = ("error", "message", "detail", "msg", "error_description", "code", "type")
        value = next((value[name] for name in names if value.get(name)), "")
    return value if isinstance(value, str) else ""


def shown(text: str, *, key: str, prompt: Iterable[str]) -> str:
    """Returns an error text as one short line without the key and without the prompt's words."""
    text = "".join(sign if sign.isprintable() else " " for sign in text[:MOST_READ])
    text = _without_key(text, key)
    text = " ".join(_without_prompt(text, " ".join(prompt)).split())
    if len(text) > MOST_SHOWN:
        text = text[:MOST_SHOWN].rstrip() + " …"
    return text.rstrip(".")


def _without_key(text: str, key: str) -> str:
    """Returns the text without words that the key, or its beginning, is in."""
    beginning = key[:SHORT_KEY]
    if not beginning:
        return text
    return re.sub(rf"\S*{re.escape(beginning)}\S*", "[key]", text)


def _without_prompt(text: str, prompt: str) -> str:
    """Returns the text without what it repeats of the prompt.

    That is: words in a row that the prompt has in a row, and names, numbers and addresses in it.
    """
    words = [match[0] for match in WORD.finditer(prompt)]
    rows = {tuple(words[place : place + WINDOW]) for place in range(len(words))}
    plain = {word for word in words if word.isalpha() and word.islower()}
    data = {word for word in words if word.lower() not in plain}
    matches = list(WORD.finditer(text))
    repeated = set()
    for place, match in enumerate(matches):
        row = matches[place : place + WINDOW]
        if len(row) == WINDOW and tuple(part[0] for part in row) in rows:
            repeated |= {part.span() for part in row}
        if match[0] in data:
            repeated.add(match.span())
    for start, end in sorted(repeated, reverse=True):
        text = f"{text[:start]}…{text[end:]}"
    return re.sub(r"…(\W{0,3}…)+", "…", text)
