"""Whether an approved sequence may go out, or waits for a person: the site's autonomy."""

from collections.abc import Sequence
from typing import Final

from tools.domain.review import Review
from tools.domain.sequence import PLAYBOOK, Draft
from tools.domain.site import Autonomy

RULES: Final = "rules"  # who reviewed, where no model did
NOTHING_ALONE: Final = "The site lets nothing go out before a person has looked."
RULES_ALONE: Final = (
    "A model wrote it and no model reviewed it: at autonomy `supervised`, a person has to look."
)


def why_it_waits(
    autonomy: Autonomy, drafts: Sequence[Draft], reviews: Sequence[Review]
) -> str | None:
    """Why a person has to look at what both supervisors approved; None where nobody has to."""
    if autonomy == "person":
        return NOTHING_ALONE
    if autonomy == "rules":
        return None
    is_models = any(draft.drafted_by != PLAYBOOK for draft in drafts)
    if is_models and any(review.reviewed_by == RULES for review in reviews):
        return RULES_ALONE
    return None
