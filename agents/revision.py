"""How drafts and findings are shown to a model, as plain lines."""

from collections.abc import Iterator, Sequence

from agents.findings import JUDGEMENT
from agents.proof import FIELDS
from agents.sentence_numbers import Numbers
from agents.sentences import sentence_spans
from tools.domain.command import Change
from tools.domain.review import Finding, Review
from tools.domain.sequence import Draft

REVIEWERS = {"sales_manager": "sales manager", "customer_success": "customer success"}


def draft_lines(drafts: Sequence[Draft], numbers: Numbers | None = None) -> str:
    """Returns the words of a sequence, each sentence that has a number after it: "[3] ..."."""
    return "\n\n".join("\n".join(_lines_of(draft, numbers or {})) for draft in drafts)


def _lines_of(draft: Draft, numbers: Numbers) -> Iterator[str]:
    yield f"Touch {draft.position} ({draft.channel})"
    own_number = 0
    for field in FIELDS:
        text = getattr(draft, field)
        if not text:
            continue
        parts, end_before = [], 0
        for start, end in sentence_spans(text):
            own_number += 1
            number = numbers.get((draft.position, own_number))
            mark = f"[{number}] " if number else ""
            parts.append(f"{text[end_before:start]}{mark}{text[start:end]}")
            end_before = end
        yield f"{field}: {''.join(parts)}"
    for step in draft.next_steps:
        yield f"next step: {step}"


def finding_lines(reviews: Sequence[Review]) -> str:
    """Returns the findings of all rounds, oldest first, with who made each."""
    lines = []
    for review in sorted(reviews, key=lambda review: review.round):
        for finding in review.findings:
            lines.append(f"Round {review.round}, {_maker(review, finding)}: {_line(finding)}")
    return "\n".join(lines)


def change_lines(changes: Sequence[Change]) -> str:
    """Returns what the last round changed, word by word."""
    return "\n".join(
        f"touch {change.position}, {change.field}: {change.diff}" for change in changes
    )


def _maker(review: Review, finding: Finding) -> str:
    if finding.rule == JUDGEMENT:
        return REVIEWERS.get(review.role, review.role)
    return f"fixed rule {finding.rule}"


def _line(finding: Finding) -> str:
    place = f"touch {finding.position}, {finding.field}" if finding.position else "the sequence"
    quotes = ", ".join(f'"{quote}"' for quote in finding.quotes)
    words = f" ({quotes})" if quotes else ""
    return f"{place} {finding.problem}{words}. Right: {finding.remedy}"
