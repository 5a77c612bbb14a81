"""The e-mail addresses in a cell: `mailto:`, "Eve <e5@x>", several of them, and those of nobody."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from tools.text import is_placeholder

PLAIN: Final = re.compile(
    r"[A-Za-z0-9_%+'&=~#!$*/?^`{|}-]+(?:\.[A-Za-z0-9_%+'&=~#!$*/?^`{|}-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
# The same with letters of every script.
ADDRESS: Final = re.compile(
    r"[\w%+'&=~#!$*/?^`{|}-]+(?:\.[\w%+'&=~#!$*/?^`{|}-]+)*"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)
XN_ADDRESS: Final = re.compile(r"\S+@\S+\.xn--[a-z0-9-]{2,59}", re.IGNORECASE)
MAX_LOCAL: Final = 64  # characters before the @ (RFC 5321, 4.5.3.1.1)
MAX_ADDRESS: Final = 254  # characters (RFC 5321, 4.5.3.1.3, less the angle brackets)
SEPARATORS: Final = re.compile(r":::|[;,|\s]+|/(?=\S*@)")
MARKDOWN: Final = re.compile(r"\[[^\]]*\]\(\s*([^)\s]+)\s*\)")
IN_ANGLES: Final = re.compile(r"<\s*([^<>\s]*@[^<>\s]*)\s*>")
REMARK: Final = re.compile(r"[(\[][^)\]@]*[)\]]")  # "(work)"
AROUND_AT: Final = re.compile(r"(?<=[\w.])\s+@\s*(?=\w)|(?<=[\w.])@\s+(?=\w)")
BEFORE: Final = "\"'`’‘“”<>()[]{},:;*"
BEHIND: Final = BEFORE + "."
MAILTO: Final = re.compile(r"mailto:", re.IGNORECASE)
QUERY: Final = re.compile(r"\?\w+=.*")
# Boxes that nobody reads, or that stand for no address; in letters and digits alone.
NOBODYS: Final = frozenset(
    """
    none noemail nomail noaddress noreply donotreply dontreply noresponse unknown notprovided
    notavailable notapplicable noemailaddress nobody null undefined nocontestar noresponder
    sincorreo sinemail notiene notienecorreo keineemail keinemail nichtantworten pasdemail
    nepasrepondre naoresponda mailerdaemon postmaster abuse
    """.split()
)
# The same, where the domain is of this kind too.
NOBODYS_WITH_DOMAIN: Final = NOBODYS | frozenset(
    "na no x xx xxx a aa abc asdf test email mail fake not any noone nil 123".split()
)
NO_ADDRESS: Final = "expected an address such as jane@example.com"
NO_READER: Final = "nobody reads this address: it is not written to"
ONE_LEFT_OUT: Final = "one of several addresses is none such as jane@example.com"


class Addresses(NamedTuple):
    """The addresses that work, in order, and why others in the cell were left out."""

    emails: tuple[str, ...] = ()
    fault: str | None = None


@lru_cache(maxsize=1_024)
def emails_in(text: str) -> Addresses:
    """The e-mail addresses in a text; neither addresses nor a fault for a placeholder."""
    if len(text) <= MAX_LOCAL and PLAIN.fullmatch(text) and not is_nobodys(text):
        return Addresses((text,))
    parts = _candidates(text)
    emails = [part for part in parts if _is_address(part)]
    readers = [email for email in emails if not is_nobodys(email)]
    return Addresses(tuple(dict.fromkeys(readers)), _fault(text, parts, emails, readers))


def _fault(text: str, parts: list[str], emails: list[str], readers: list[str]) -> str | None:
    if not parts:
        return None if is_placeholder(text) else NO_ADDRESS
    if len(readers) == len(parts):
        return None
    if len(emails) > len(readers):
        return NO_READER
    return ONE_LEFT_OUT if emails else NO_ADDRESS


def _candidates(text: str) -> list[str]:
    """What looks like an address, right or wrong: every part of the text with an @."""
    text = MARKDOWN.sub(r" \1 ", text)
    text = MAILTO.sub(" ", text)
    text = AROUND_AT.sub("@", text)
    text = IN_ANGLES.sub(r" \1 ", text)
    text = REMARK.sub(" ", text)
    parts = []
    for part in SEPARATORS.split(text):
        stripped = QUERY.sub("", part).lstrip(BEFORE).rstrip(BEHIND)
        if "@" in stripped and stripped not in parts:
            parts.append(stripped)
    return parts


def _is_address(text: str) -> bool:
    if len(text) > MAX_ADDRESS or text.find("@") > MAX_LOCAL:
        return False
    return bool(ADDRESS.fullmatch(text) or XN_ADDRESS.fullmatch(text))


def is_nobodys(email: str) -> bool:
    """Whether an address is one that nobody reads, or stands for none: noemail@noemail.com."""
    local, _, domain = email.casefold().rpartition("@")
    name = "".join(filter(str.isalnum, local.partition("+")[0]))
    host = "".join(filter(str.isalnum, domain.partition(".")[0]))
    if name in NOBODYS or domain.endswith(".invalid"):
        return True
    if host in NOBODYS:
        return True
    return name in NOBODYS_WITH_DOMAIN and host in NOBODYS_WITH_DOMAIN
