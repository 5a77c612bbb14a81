"""Measures of copy, the same for the writer that aims and the supervisor that checks."""

import re

from agents.policy import CHARACTER_LIMITS, SCRIPTED, SPOKEN_WORDS, SUBJECT_LIMIT, WORD_LIMITS
from tools.domain import Draft


def word_count(text: str) -> int:
    """Runs of letters and digits; "we're" and "15-minute" count as one."""
    return len(re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", text))


def misfits(draft: Draft) -> list[tuple[str, str, str]]:
    """Where a draft is outside its channel's limits: (field, what is wrong, what would be right)."""
    found = []
    if len(draft.subject) >= SUBJECT_LIMIT:
        found.append(("subject", f"has {len(draft.subject)} characters", f"fewer than {SUBJECT_LIMIT} characters"))
    limit = CHARACTER_LIMITS.get(draft.channel)
    if limit and len(draft.content) >= limit:
        found.append(("content", f"has {len(draft.content)} characters", f"fewer than {limit} characters"))
    least, most = WORD_LIMITS.get(draft.channel, (1, 10_000))
    words = word_count(draft.content)
    if not least <= words <= most:
        found.append(("content", f"has {words} words", f"between {least} and {most} words"))
    if draft.channel in SCRIPTED and not 1 <= word_count(draft.script or "") < SPOKEN_WORDS:
        found.append(("script", f"has {word_count(draft.script or '')} words", f"1 to {SPOKEN_WORDS - 1} words"))
    return found
