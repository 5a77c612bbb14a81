"""What a cell holds, before it is known what for: blank, yes, no, a number, a time or a text."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tools.text import without_case

BLANK: Final = frozenset(
    """n/a na #n/a #na nil null none nan nat undefined unspecified unset blank empty unknown
    tbd tbc ? . not_set ninguno ninguna""".split()
) | {
    "",
    "no value",
    "not set",
    "not specified",
    "not applicable",
    "not available",
    "not provided",
    "no aplica",
    "sin datos",
    "sin especificar",
    "please select",
    "select",
    "nicht angegeben",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "1900-01-00",
    "0001-01-01",
}
YES: Final = frozenset(
    """true yes y t x ✓ ✔ ☑ ✅ si sí s ja j oui sim verdadero wahr vrai vero on checked ticked
    selected tak да はい yep yeah""".split()
)
NO: Final = frozenset(
    """false no n f nein non não nao nee falso falsch faux off unchecked ✗ ✘ ☐ ❌ нет いいえ nope
    unselected""".split()
)
NUMBER: Final = re.compile(r"[-+]?\d{1,15}(?:[.,]0+)?")
MONTHS: Final = r"[a-zé]{3,10}\.?"
TIME: Final = r"(?:[T ,]+(?:at )?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?: ?[ap]\.?m\.?)?"
ZONE: Final = r"(?: ?(?:Z|UTC|GMT|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
DATE: Final = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: de)?[ -]{MONTHS}(?: de)?[ ,-]+\d{{2,4}}"
    rf"|(?:[a-z]{{3,9}},? )?{MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}){TIME}{ZONE}",
    re.IGNORECASE,
)
EPOCHS: Final = ((10**9, 4 * 10**9, 1), (10**12, 4 * 10**12, 1_000))  # from, to, units a second
MAX_VALUE: Final = 2_000  # characters of a cell that are read


class Cell(NamedTuple):
    """A cell: what `kind` it is of, its words, its number, and its time where that is certain.

    `kind` is "blank", "yes", "no", "number" (neither 0 nor 1), "date" or "text".
    """

    kind: str
    words: str = ""
    at: datetime | None = None


NOTHING: Final = Cell("blank")


def cell_of(value: Any) -> Cell:
    """What a value of a file or a request is; lists and objects are not for this function."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return Cell("date", value.isoformat(), _aware(value))
    return _cell_of_text(str(value)[:MAX_VALUE])


@lru_cache(maxsize=10_000)
def _cell_of_text(value: str) -> Cell:
    words = " ".join(value.split())
    word = without_case(words).strip(" \"'()[]<>*-–—_")
    if word in BLANK:
        return NOTHING
    if word in YES:
        return Cell("yes", words)
    if word in NO:
        return Cell("no", words)
    if NUMBER.fullmatch(words):
        return _number(words)
    if DATE.fullmatch(words):
        return Cell("date", words, _time_of(words))
    return Cell("text", words)


def _number(words: str) -> Cell:
    """A flag as a number: 0 is no, 1 and -1 are yes; or a count, or a time since 1970."""
    number = int(re.split(r"[.,]", words)[0])
    if number == 0:
        return Cell("no", words)
    if abs(number) == 1:
        return Cell("yes", words)
    for first, last, units in EPOCHS:
        if first <= number < last:
            return Cell("date", words, datetime.fromtimestamp(number / units, UTC))
    return Cell("number", words)


def _time_of(words: str) -> datetime | None:
    """The time, where it is written as in ISO 8601; None where day and month may be swapped."""
    try:
        return _aware(datetime.fromisoformat(words.replace("/", "-")))
    except ValueError:
        return None


def _aware(time: datetime) -> datetime:
    """A time with its zone; UTC where none is given."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)
