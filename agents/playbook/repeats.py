"""What an earlier touch of a sequence has said, and a later one does not say again."""

from collections.abc import Sequence
from typing import Final

from agents.playbook.render import Word
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel

# Variables whose text is said once in a sequence.
ONCE: Final = frozenset(
    """about answer answer_list company interest other_product_line price price_list product_line
    question question_list reason recap sent_what total until_words""".split()
)
# A lead's needs: each is named in one touch of a sequence, and one in quotation marks only where
# no other is, since quotations in row read like a form.
NEEDS: Final = frozenset({"need", "other_need", "need_list"})


def is_said(name: str, word: Word, earlier: Sequence[Draft]) -> bool:
    """Returns whether the touches before have said a variable's text often enough."""
    if name in ONCE:
        return any(_says(draft, word.text) for draft in earlier)
    if name in NEEDS and word.text[:1].isalnum():
        return any(_says(draft, word.text) for draft in earlier)
    if name in NEEDS:
        return any(needs_said(draft) for draft in earlier)
    return False


def needs_said(draft: Draft) -> bool:
    """Returns whether a draft's words for the lead name one of its needs."""
    sources = {fact.id: fact.source for fact in draft.facts}
    for proof in draft.proof:
        is_brief = draft.channel is Channel.CALL and proof.field == "content"
        named = any(sources.get(id, "").startswith("lead.pain_points") for id in proof.facts)
        if named and not is_brief:
            return True
    return False


def _says(draft: Draft, text: str) -> bool:
    """Returns whether the lead reads or hears a text; the brief of a call is for us alone."""
    copy = draft.script or ""
    if draft.channel is not Channel.CALL:
        copy = f"{draft.content}\n{copy}"
    return text.casefold() in copy.casefold()
