"""The phone numbers in a cell: labels, extensions, several numbers, and what sheets made of one."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat

from tools.phone_numbers import phone_number
from tools.text import MIN_PHONE_DIGITS, is_placeholder

MAX_DIGITS: Final = 15  # of an international number (ITU-T E.164)
MAX_PREFIX: Final = 3  # digits of a country's prefix
MIN_WITH_AREA: Final = 8  # digits of a national number that is not known to be one
WITH_PREFIX: Final = 11  # digits from which a number may begin with its country's prefix
SCIENTIFIC: Final = re.compile(r"\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
DECIMALS: Final = re.compile(r"[.,]0+$")  # a number that a sheet counts with
SEPARATORS: Final = re.compile(r":::|[;,|\n]|\s/\s|/|\s(?:or|o|y|and|und|ou|&)\s|\s+(?=\+)")
TRUNK_ZERO: Final = re.compile(r"\(0\)\s*")  # "+44 (0)20"
WORDS: Final = re.compile(r"\([^\d()]*\)|^[^\d+(]*:\s*|tel:", re.IGNORECASE)
EXTENSION: Final = re.compile(
    r"[\s,;]*(?:ext(?:ension|n)?|anexo|extensi[oó]n|x|#|durchwahl|poste)\.?:?\s*(\d{1,7})\s*$",
    re.IGNORECASE,
)
NOT_TO_CALL: Final = re.compile(
    r"\bfax\b|do not use|don'?t use|\bwrong\b|no usar|equivocad", re.IGNORECASE
)
VANITY: Final = re.compile(r"\+?[\d\s().-]*\d[\d\s().-]*[A-Za-z]{3,}[A-Za-z\d-]*")
NO_DIGIT: Final = re.compile(r"\D+")
PLAIN: Final = re.compile(r"\+?[\d -]{7,24}")  # a number with nothing beside it
NUMBER: Final = re.compile(r"\+?[\d(][\d\s().\-‐-―·/]*\d")
NOT_A_PHONE: Final = f"expected at least {MIN_PHONE_DIGITS} digits"
NO_NUMBER: Final = "this is not a number that anybody can have"
MARKED: Final = "it is marked as a fax or a number that is not to be used"
CUT: Final = "a sheet has cut the number's last digits: export it as text"
ONE_LEFT_OUT: Final = "one of several numbers is none that can be called"
ALL_DIGITS: Final = ("0123456789", "1234567890", "9876543210")


class Numbers(NamedTuple):
    """The phone numbers that work, in order, and why others in the cell were left out."""

    phones: tuple[str, ...] = ()
    fault: str | None = None


class _NoNumber(Exception):
    """Why a part of a cell is no phone number."""


@lru_cache(maxsize=1_024)
def phones_in(text: str, country: str | None = None, site_country: str | None = None) -> Numbers:
    """The numbers in a text, international where that is certain.

    `country` is the lead's ISO code, and `site_country` the site's, whose national numbers may be
    meant. Neither numbers nor a fault for a placeholder.
    """
    if is_placeholder(text):
        return Numbers()
    try:
        parts = _parts(_counted(text.strip("'\"`’ ")))
    except _NoNumber as reason:
        return Numbers(fault=str(reason))
    phones = []
    faults = []
    for part in parts:
        try:
            phones.append(_phone(part, country, site_country))
        except _NoNumber as reason:
            faults.append(str(reason))
    if phones and faults:
        faults = [ONE_LEFT_OUT]
    return Numbers(tuple(dict.fromkeys(phones)), faults[0] if faults else None)


def _counted(text: str) -> str:
    """The digits of a number that a sheet has counted with: 4.47700900123E+11, 447700900123.0."""
    match = SCIENTIFIC.fullmatch(text)
    if match is None:
        return DECIMALS.sub("", text)
    first, decimals, exponent = match[1], match[2] or "", int(match[3])
    if len(decimals) != exponent:
        raise _NoNumber(CUT)
    return first + decimals


def _parts(text: str) -> list[str]:
    """The numbers of a text, where each part of it has enough digits to be one."""
    if PLAIN.fullmatch(text):
        return [text]
    parts = [part.strip() for part in SEPARATORS.split(text)]
    numbers = [part for part in parts if _digits(part)]
    long = [part for part in numbers if len(_digits(part)) >= MIN_PHONE_DIGITS]
    if len(numbers) == 1 or not long or numbers[0] != long[0]:
        return [text]
    if len(long) == 1 and EXTENSION.search(text):
        return [text]
    return long


def _digits(text: str) -> str:
    return NO_DIGIT.sub("", text)


def _phone(text: str, country: str | None, site_country: str | None) -> str:
    number, extension = text, ""
    if not PLAIN.fullmatch(text):
        if NOT_TO_CALL.search(text):
            raise _NoNumber(MARKED)
        number, extension = _number_and_extension(text)
    digits = _digits(number)
    if len(digits) < MIN_PHONE_DIGITS:
        raise _NoNumber(NOT_A_PHONE)
    if len(set(digits)) == 1 or digits in ALL_DIGITS:
        raise _NoNumber(NO_NUMBER)
    return _international(number, digits, country, site_country) + extension


def _number_and_extension(text: str) -> tuple[str, str]:
    """The number without the words beside it, and its extension as " ext. 12"."""
    text = TRUNK_ZERO.sub("", WORDS.sub(" ", text)).strip()
    match = EXTENSION.search(text)
    if match and len(_digits(text[: match.start()])) >= MIN_PHONE_DIGITS:
        return _number_alone(text[: match.start()]), f" ext. {match[1]}"
    return _number_alone(text), ""


def _number_alone(text: str) -> str:
    """The number without the words beside it."""
    if VANITY.fullmatch(text):
        return phonenumbers.convert_alpha_characters_in_number(text)
    match = NUMBER.search(text)
    if match is None:
        raise _NoNumber(NOT_A_PHONE)
    return match[0]


def _international(number: str, digits: str, country: str | None, site_country: str | None) -> str:
    """The number with its country's prefix; as it was written where no country is certain."""
    if number.startswith("+") or digits.startswith("00"):
        written = phone_number("+" + digits.removeprefix("00"))
        if written is None or not phonenumbers.is_possible_number(written):
            raise _NoNumber(NO_NUMBER)
        return _e164(written)
    for code in (country, site_country):
        national = phone_number(number, code) if code else None
        if national and _is_whole(national) and (code == country or _is_of(digits, national)):
            return _e164(national)
    if len(digits) > MAX_DIGITS:
        raise _NoNumber(NO_NUMBER)
    return _with_prefix(digits) or " ".join(number.split())


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Whether a national number has its area code, and no zero that is none of its own."""
    if not number.italian_leading_zero and len(str(number.national_number)) >= MIN_WITH_AREA:
        return phonenumbers.is_possible_number(number)
    return phonenumbers.is_valid_number(number)


def _is_of(digits: str, number: phonenumbers.PhoneNumber) -> bool:
    """Whether a number is one of the site's own country, which the lead's need not be."""
    if digits.startswith(("0", str(number.country_code))):
        return True
    return phonenumbers.is_valid_number(number)


def _with_prefix(digits: str) -> str | None:
    """The number whose digits begin with the prefix of its country, if there is one."""
    if len(digits) < WITH_PREFIX:
        return None
    number = phone_number("+" + digits)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return _e164(number)


def _e164(number: phonenumbers.PhoneNumber) -> str:
    if not number.italian_leading_zero:
        return f"+{number.country_code}{number.national_number}"
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def country_of_prefix(text: str) -> str | None:
    """The main country of a prefix such as "+44"; None for a text that is none."""
    digits = text.removeprefix("+").removeprefix("00")
    if not digits.isdecimal() or len(digits) > MAX_PREFIX:
        return None
    code = phonenumbers.region_code_for_country_code(int(digits))
    if code in {"ZZ", "001"}:
        return None
    return code
