"""Whether a lead said yes or no to us, and whether what it is cross about is ours.

The functions say what an act is in this history, as those of asks.py do.
"""

import re
from typing import Final

from agents.playbook.history.book import Book
from agents.playbook.history.points import Remark
from agents.playbook.history.waits import NEAR
from tools.domain.situation import SituationKind as Kind

HAS_OBJECT: Final = re.compile(r" (?:to |al? )?(?:the|our|an?|el|la|los|las|un|una|al) \w")


def on_refused_part(book: Book, remark: Remark) -> str | None:
    """ "Declined" alone is a no; "declined the extended warranty" is one to a part."""
    clause = remark.clause
    has_object = HAS_OBJECT.match(remark.note.folded, clause.after, clause.end)
    return None if has_object else "declined"


def on_declined(book: Book, remark: Remark) -> str | None:
    """A customer that cannot go on like this complains."""
    is_cross = "takes" in remark.clause.head or "trouble" in remark.meanings
    return "complained" if book.is_customer and is_cross else "declined"


def on_signed(book: Book, remark: Remark) -> str | None:
    """ "Approved" is a yes to us where an offer is out, or where it says so."""
    if "weak_yes" not in remark.meanings or book.is_customer:
        return "signed"
    names_it = not remark.meanings.isdisjoint({"offer", "proposal", "us"})
    return "signed" if names_it or book.has([Kind.PROPOSAL_OUT]) else "agreed"


def on_complained(book: Book, remark: Remark) -> str | None:
    """A prospect that complains of its own tools has a need; of us, a complaint."""
    is_ours = book.is_customer or "us" in remark.meanings
    return "complained" if is_ours and "elsewhere" not in remark.meanings else "talked"


def on_troubled(book: Book, remark: Remark) -> str | None:
    """Trouble is a complaint where the lead is a customer, and else may say until when."""
    if book.is_customer:
        return "complained"
    is_late = "not" in remark.meanings and remark.is_later_by(NEAR)
    return "deferred" if is_late else "talked"
