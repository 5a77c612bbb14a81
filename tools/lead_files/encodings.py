"""The encoding of a text file, from its first bytes and from what is not ASCII in it."""

import codecs
from pathlib import Path
from typing import BinaryIO, Final

from tools.errors import InvalidRequest

CHUNK: Final = 65_536  # bytes
UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MOST: Final = 0.7  # the share of one half of the bytes that are NUL in UTF-16 of Western text
FEW: Final = 0.05  # the same of the other half


def encoding_of(path: Path) -> str:
    """UTF-16 by its mark or its NUL bytes, else UTF-8, else Windows' Western code page.

    It is the last where most of what is not ASCII is not UTF-8. Raises InvalidRequest for a file
    that is empty or no text.
    """
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if not start.strip():
            raise InvalidRequest("The file is empty.")
        if start.startswith(UTF_16_MARKS):
            return "utf-16"
        without_mark = _utf_16_without_mark(start)
        if without_mark:
            return without_mark
        if _is_binary(start):
            raise InvalidRequest("The file is not a text file: send CSV or JSON lines.")
        file.seek(0)
        if _is_mostly_utf_8(file):
            return "utf-8-sig"
        return "cp1252"


def _utf_16_without_mark(start: bytes) -> str | None:
    """The byte order of UTF-16, where every second byte of a Western text is NUL."""
    half = max(len(start) // 2, 1)
    even = start[0::2].count(0) / half
    odd = start[1::2].count(0) / half
    if odd > MOST and even < FEW:
        return "utf-16-le"
    if even > MOST and odd < FEW:
        return "utf-16-be"
    return None


def _is_binary(start: bytes) -> bool:
    """Whether the first line has a NUL byte, or more than a tenth of all bytes are."""
    first_line = start.lstrip().split(b"\n", 1)[0]
    return b"\x00" in first_line or start.count(0) * 10 > len(start)


def _is_mostly_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    invalid = 0
    not_ascii = 0
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        invalid += text.count("\ufffd")
        not_ascii += len(text) - len(text.encode("ascii", "ignore"))
    return invalid * 2 <= not_ascii
