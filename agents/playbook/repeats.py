"""What an earlier touch of a sequence has said, and a later one does not say again."""

from collections.abc import Sequence
from typing import Final

from agents.playbook.render import Word
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel

# Variables whose text is said once in a sequence.
ONCE: Final = frozenset(
    """about answer company interest need_list other_product_line price product_line question
    question_list reason recap total until_words""".split()
)
# Variables that may come back, and not in two touches running.
NOT_TWICE_RUNNING: Final = frozenset({"need", "other_need"})


def is_said(name: str, word: Word, earlier: Sequence[Draft]) -> bool:
    """Returns whether the touches before have said a variable's text often enough."""
    if name in ONCE:
        return any(_says(draft, word.text) for draft in earlier)
    if name in NOT_TWICE_RUNNING and earlier:
        return _says(earlier[-1], word.text)
    return False


def _says(draft: Draft, text: str) -> bool:
    """Returns whether the lead reads or hears a text; the brief of a call is for us alone."""
    copy = draft.script or ""
    if draft.channel is not Channel.CALL:
        copy = f"{draft.content}\n{copy}"
    return text.casefold() in copy.casefold()
