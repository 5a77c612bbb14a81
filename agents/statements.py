"""What a fact is before it has a number."""

from typing import NamedTuple

from tools.domain.sequence import Speaker


class Statement(NamedTuple):
    """One field of what is known: where it comes from, its text, who says it, whether it may be
    said to the lead.
    """

    source: str
    text: str | None
    said_by: Speaker = Speaker.COMPANY
    may_be_said: bool = True
