"""Text as people type it, made comparable, printable or a list, and the look of addresses."""

import re
import unicodedata
from typing import Final

EMAIL: Final = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]+\.[^@\s<>,;]+")
PHONE: Final = re.compile(r"[\d\s()+./ext-]{7,40}")  # "ext" for extensions
MIN_PHONE_DIGITS: Final = 7
LIST_SEPARATORS: Final = re.compile(r"[;|\n]")


def without_case(text: str) -> str:
    """Lower case, full-width letters and ligatures as ordinary ones: "ＥＳＰＡÑＡ" -> "españa"."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()


def without_accents(text: str) -> str:
    """Letters without their accents: "facturación" -> "facturacion"."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def fold(text: str) -> str:
    """Neither case, width nor accents, in any script: "ＥＳＰＡÑＡ" -> "espana"."""
    return without_accents(without_case(text))


def fold_to_ascii(text: str) -> str:
    """What `fold` gives, without the characters that are not ASCII: "3 días ✓" -> "3 dias "."""
    return fold(text).encode("ascii", "ignore").decode()


def printable(text: str, *, without: str = "C", except_for: str = "") -> str:
    """One line of text without what cannot be seen.

    Characters whose Unicode category begins with a letter of `without` (C: control and hidden
    characters, S: symbols) become a space, but for those in `except_for`.
    """
    characters = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)[0]
        if category in without and character not in except_for:
            characters.append(" ")
        else:
            characters.append(character)
    return " ".join("".join(characters).split())


def split_list(text: str) -> list[str]:
    """The parts of a list in one text: between ; | and line breaks, else between commas."""
    if LIST_SEPARATORS.search(text):
        return LIST_SEPARATORS.split(text)
    return text.split(",")


def is_email(text: str) -> bool:
    """Whether a text looks like an e-mail address."""
    return EMAIL.fullmatch(text) is not None


def has_phone_digits(text: str) -> bool:
    """Whether a text has enough digits for a phone number; CRMs export words beside them."""
    return sum(character.isdigit() for character in text) >= MIN_PHONE_DIGITS


def is_phone(text: str) -> bool:
    """Whether a text is a phone number and nothing else."""
    return has_phone_digits(text) and PHONE.fullmatch(text) is not None


# What stands where there is no value, in its letters and digits alone.
PLACEHOLDERS: Final = frozenset(
    """
    na none null nil nan blank empty unknown undefined unspecified unassigned unnamed tbd tba
    tbc notprovided notavailable notapplicable notspecified notgiven notknown notset notfound
    other others otro otros otra otras select selectone pleaseselect choose seleccionar
    nodata novalue noinformation noinfo noname nonegiven noneprovided
    xx xxx xxxx
    sindatos sindato sininformacion sinespecificar sinnombre ninguno ninguna nulo nula desconocido
    desconocida nodisponible noaplica noconsta noespecificado noespecificada noindicado
    porconfirmar pordefinir
    unbekannt keine keiner keinangabe keineangabe keineangaben inconnu inconnue aucun aucune
    nonrenseigne desconhecido desconhecida naodisponivel naoinformado nenhum nenhuma semdados
    """.split()
)
SHEET_ERRORS: Final = frozenset("#ref! #value! #name? #div/0! #num! #null! #error!".split())
PUNCTUATION: Final = re.compile(r"[\W_]+")
MAX_PLACEHOLDER: Final = 24  # characters


def is_placeholder(text: str) -> bool:
    """Whether a text only says that there is no value: "N/A", "-", "#REF!", "[not provided]"."""
    if len(text) > MAX_PLACEHOLDER:
        return False
    if text.casefold() in SHEET_ERRORS:
        return True
    letters = PUNCTUATION.sub("", fold(text))
    return not letters or letters in PLACEHOLDERS
