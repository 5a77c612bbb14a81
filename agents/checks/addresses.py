"""Addresses in copy: e-mails, links, hosts, disguised ones, and phone numbers."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import SUPPORTED_REGIONS, PhoneNumberFormat

from tools.phone_numbers import phone_number

EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
LINK: Final = re.compile(
    r"\b[a-z]{2,10}://[^\s<>\"')\]]+|\b(?:mailto|tel|javascript|data):[^\s<>]+"
)
PATH: Final = r"/[^\s<>\"')\]]*"
HOST: Final = re.compile(
    rf"(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,6}}([a-z]{{2,24}})(?![\w-])(?:{PATH})?"
)
# A text without any of these holds no address: most texts, and the look for one takes long.
SIGNS: Final = re.compile(r"[@(\[:/]|\w\.\w| dot | punto ")
IP: Final = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
DISGUISED: Final = re.compile(
    r"\w+ ?(?:\((?:dot|punto|\.|at|arroba)\)|\[(?:dot|punto|\.|at|arroba)\]) ?\w+"
    r"|\b(?!(?:el|al|del|un|este|ese|su|cada|otro|primer|segundo|tercer|cuarto|ultimo|en|the)\b)"
    r"\w+ (?:dot|punto) (?:com|net|org|info|io|xyz|mx|\d+)\b|\b\w+ dot (?:co|uk|eu|me|es|de)\b"
    r"|\bhxxps?\S+|(?<![\w.])@\w[\w.]{2,30}"
)
GENERIC_ENDINGS: Final = frozenset(
    """com org net info biz edu gov int mil io ai app dev cloud online site shop store xyz tech link
    click live page pages blog test example invalid local email world top club pro name
    """.split()
)
ENDINGS: Final = GENERIC_ENDINGS | {region.lower() for region in SUPPORTED_REGIONS} | {"uk", "eu"}
PHONE: Final = re.compile(r"(?<![\w.,/:@-])\+?\(?\d[\d\s().-]{5,22}\d(?![\w/:]|[.,-]\d)")
DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
HOURS: Final = re.compile(r"\d{1,2}[.:]\d{2}\b")
FEWEST_DIGITS: Final = 7
THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ .]\d{3})+")


class Address(NamedTuple):
    """An address, in the form that addresses are compared in, and its place."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=512)
def addresses_in(text: str) -> tuple[Address, ...]:
    """Returns the e-mails, links, hosts and disguised addresses of a folded text."""
    if not SIGNS.search(text):
        return ()
    addresses: list[Address] = []
    rest = text
    for pattern in (EMAIL, LINK, DISGUISED, IP, HOST):
        for match in pattern.finditer(rest):
            if pattern is HOST and match[1] not in ENDINGS:
                continue
            key = comparable(match.group())
            addresses.append(Address(key, match.start(), match.end()))
        rest = _blanked(rest, addresses)
    return tuple(addresses)


def _blanked(text: str, addresses: Sequence[Address]) -> str:
    """Returns the text with spaces where the addresses stand."""
    for address in addresses:
        length = address.end - address.start
        text = text[: address.start] + " " * length + text[address.end :]
    return text


def comparable(address: str) -> str:
    """Returns an address without scheme, `www.` and the marks at its end."""
    bare = re.sub(r"^[a-z]{2,10}://|^mailto:", "", address.strip().rstrip(".,;:!?/"))
    return bare.removeprefix("www.").rstrip("/")


def host_of(address: str) -> str:
    """Returns the host of an address in the form that addresses are compared in."""
    return address.split("/", maxsplit=1)[0].rsplit("@", 1)[-1]


class Phone(NamedTuple):
    """A run of digits that may be a phone number, and its place."""

    digits: str
    start: int
    end: int


@lru_cache(maxsize=512)
def phones_in(text: str) -> tuple[Phone, ...]:
    """Returns what looks like a phone number in a folded text; dates and amounts do not."""
    return tuple(_phones(text))


def _phones(text: str) -> Iterator[Phone]:
    for match in PHONE.finditer(text):
        words = match.group()
        digits = re.sub(r"\D", "", words)
        if len(digits) < FEWEST_DIGITS or DATE.search(words):
            continue
        if HOURS.match(words):  # "9.00 - 10.30"
            continue
        if THOUSANDS.fullmatch(words) and _is_amount(text, match):
            continue
        yield Phone(("+" if words.startswith("+") else "") + digits, match.start(), match.end())


def _is_amount(text: str, match: re.Match[str]) -> bool:
    """Returns whether a currency stands beside a run of digits."""
    around = text[max(0, match.start() - 4) : match.start()] + text[match.end() : match.end() + 8]
    return re.search(r"[$€£¥]|eur|usd|gbp|dollar|pound|dolar|peso", around) is not None


@lru_cache(maxsize=512)
def in_e164(digits: str, region: str | None) -> str:
    """Returns a phone number as "+442079460123"; the digits where it is none."""
    number = phone_number(digits, region)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else digits


def region_of(number: str) -> str | None:
    """Returns the country of a number in E.164; None where it is none."""
    parsed = phone_number(number)
    return phonenumbers.region_code_for_number(parsed) if parsed else None
