"""Names written as names are."""

import re
from typing import Final

PARTICLES: Final = frozenset(
    "de del la las los da das do dos di du van von der den y e al bin ibn el le".split()
)
# Capitals inside a name, as their owners write them: McDonald, DeShawn, O'Brien, van der Berg.
MIXED: Final = re.compile(r"(?:[^\W\d_]{1,4}['’])?(?:[A-ZÀ-Þ][a-zß-ÿ]{1,4})?[A-ZÀ-Þ][^A-ZÀ-Þ\W]*")
MC: Final = re.compile(r"\bMc(?=[a-z]{3})")
INITIALS: Final = re.compile(r"[A-Z][BCFGJKPRTVW]")  # AJ, DJ, TJ; and not Jo, Ed or Ng
WORD: Final = re.compile(r"[^\W\d_]+")


def proper(name: str) -> str:
    """Returns a name with capitals: 'JANE' and 'jane' -> 'Jane', "o'brien" -> "O'Brien".

    Mixed case is left as its owner writes it, where it looks like a name: 'jANE' -> 'Jane'.
    """
    if name.casefold() in PARTICLES and len(name) > 1:
        return name.lower()
    if INITIALS.fullmatch(name) or _is_written_as_name(name):
        return name
    capitals = WORD.sub(lambda part: part.group().capitalize(), name.lower())
    return MC.sub("Mc", re.sub(r"\bMc([a-z])(?=[a-z]{3})", _capital_after_mc, capitals))


def _capital_after_mc(match: re.Match[str]) -> str:
    """Returns 'McD' for 'Mcd'."""
    return "Mc" + match[1].upper()


def _is_written_as_name(name: str) -> bool:
    """Returns whether each part of a name begins with a capital and has few others."""
    if name.isupper() or name.islower():
        return False
    return all(MIXED.fullmatch(part) for part in re.split(r"[-.\s]+", name) if part)
