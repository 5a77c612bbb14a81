"""Rules on whole touches and between touches: length, the ask, rhythm, reach."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from agents.checks.phrases import holds
from agents.checks.reading import Reading, Sentence, read
from agents.checks.rules import rules
from agents.measures import misfits
from agents.policy import MIN_GAP_HOURS
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel
from tools.limits import with_room
from tools.reachability import has_refused

QUOTED: Final = re.compile(r"\"[^\"]{0,300}\"")  # the lead's own words, as its questions


def asks(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """A touch asks for one thing, and a call's script has a question."""
    rule = rules()["call_to_action"]
    for draft in drafts:
        if draft.channel is Channel.CALL:
            if "?" not in (draft.script or ""):
                yield rule.finding(draft.position, "script", problem="has no question")
            continue
        reading = read("content", draft.content[:3000])
        own_words = QUOTED.sub(_blank, reading.folded.text)
        questions = [s for s in reading.sentences if "?" in own_words[s.start : s.end]]
        if len(questions) == 1 and holds("second_ask", questions[0].text):
            quote = reading.quote(questions[0], 0, len(questions[0].text))
            yield rule.finding(draft.position, "content", quote, problem="asks two things in one")
        elif len(questions) > 1 and len(_unanswered(questions, reading)) != 1:
            quotes = [reading.quote(s, 0, len(s.text)) for s in questions]
            problem = f"asks {len(questions)} questions"
            yield rule.finding(draft.position, "content", *quotes, problem=problem)
        elif not questions and not _asks_otherwise(reading):
            yield rule.finding(draft.position, "content", problem="asks for nothing")


def _unanswered(questions: Sequence[Sentence], reading: Reading) -> list[Sentence]:
    """Returns the questions that no statement of the same line answers.

    A message may repeat the lead's question and answer it: "Can two approve? As many as you like."
    """
    text = reading.folded.text
    return [question for question in questions if not _is_answered(question, reading, text)]


def _is_answered(question: Sentence, reading: Reading, text: str) -> bool:
    opens_line = question.start == 0 or text[question.start - 1] == "\n"
    behind = [sentence for sentence in reading.sentences if sentence.start >= question.end]
    if not opens_line or not behind or "\n" in text[question.end : behind[0].start]:
        return False
    return not behind[0].asks and not holds("asks", behind[0].text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _asks_otherwise(reading: Reading) -> bool:
    """Returns whether a message asks by a statement, or closes, which needs no ask."""
    return any(
        holds("asks", sentence.text) or holds("closes", sentence.text)
        for sentence in reading.sentences
    )


def lengths(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """A touch keeps to its channel's and the site's limits."""
    for draft in drafts:
        for misfit in misfits(draft, context.site):
            finding = rules()["length"].finding(
                draft.position, misfit.field, problem=misfit.problem
            )
            yield finding.model_copy(update={"remedy": misfit.limit})


def rhythm(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Two touches lie at least MIN_GAP_HOURS apart."""
    for before, after in pairwise(drafts):
        if after.scheduled_for - before.scheduled_for < timedelta(hours=MIN_GAP_HOURS):
            finding = rules()["rhythm"].finding(after.position, "scheduled_for")
            yield finding.model_copy(update={"remedy": f"at least {MIN_GAP_HOURS} hours"})


def reach(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """The lead can be reached on the touch's channel, and gets no more than the site allows."""
    for draft in drafts:
        if draft.channel not in context.channels or has_refused(context.lead, draft.channel):
            yield rules()["consent"].finding(draft.position, "type")
    moments = [draft.scheduled_for for draft in drafts]
    others = [touch.at for touch in context.earlier_touches]
    limits = with_room(moments, others, context.site, context.timezone)
    for draft, limit in zip(drafts, limits, strict=True):
        if limit:
            finding = rules()["too_many_touches"].finding(draft.position, "scheduled_for")
            yield finding.model_copy(update={"remedy": limit})
