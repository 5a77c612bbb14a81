"""What a round changed in the drafts of the round before, and what it was sent back for."""

from collections.abc import Iterator, Sequence

from agents.measures import word_diff
from tools.domain.command import Change
from tools.domain.review import Review
from tools.domain.sequence import Draft


def changes_of(
    before: Sequence[Draft], drafts: Sequence[Draft], reviews: Sequence[Review]
) -> Iterator[Change]:
    """Yields each field that was changed, and the findings that the round before had."""
    objections: dict[int, list[str]] = {}
    for review in reviews:
        for finding in review.findings:
            if finding.decides:
                line = f"{finding.field} {finding.problem}"
                objections.setdefault(finding.position, []).append(line)
    old_drafts = {draft.position: draft for draft in before}
    for draft in drafts:
        old_draft = old_drafts.get(draft.position)
        if old_draft is None:
            continue
        because = (*objections.get(draft.position, ()), *objections.get(0, ()))
        yield from _changed_fields(old_draft, draft, because)


def _changed_fields(before: Draft, after: Draft, because: tuple[str, ...]) -> Iterator[Change]:
    for field in ("subject", "content", "script", "next_steps"):
        old, new = _text(before, field), _text(after, field)
        if old != new:
            yield Change(
                position=after.position, field=field, because=because, diff=word_diff(old, new)
            )


def _text(draft: Draft, field: str) -> str:
    if field == "next_steps":
        return "\n".join(draft.next_steps)
    return getattr(draft, field) or ""
