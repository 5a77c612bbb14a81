"""Rules on text that several readers share: folding, splitting, e-mail addresses, phone numbers."""

import re
import unicodedata
from typing import Final

EMAIL: Final = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]+\.[^@\s<>,;]+")
LIST_SIGNS: Final = re.compile(r"[;|\n]")
FEWEST_DIGITS: Final = 7  # of a phone number, as the API document has it


def ascii_folded(text: str) -> str:
    """Lower-case ASCII: 'Teléfono' -> 'telefono'; letters of other scripts are left out."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def without_accents(text: str) -> str:
    """Lower case without accents, in any script: 'Facturación' -> 'facturacion'."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def split_list(text: str) -> list[str]:
    """The parts of a list in one text: by ; | and line breaks, and where there are none, commas."""
    return LIST_SIGNS.split(text) if LIST_SIGNS.search(text) else text.split(",")


def is_email(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return EMAIL.fullmatch(text) is not None


def has_enough_digits(text: str) -> bool:
    """Whether a text has as many digits as a phone number needs."""
    return sum(character.isdigit() for character in text) >= FEWEST_DIGITS
