"""What a chat model answers in tests: a sequence that both supervisors approve, and verdicts."""

from collections.abc import Sequence
from typing import Any, Final

from tests.fakes import Json, Script, answer_of, asked_positions, asked_sentences, by_tool

APPROVE: Final = {"verdict": "approve", "score": 90, "findings": []}
OBJECTION: Final = {
    "position": 1,
    "field": "content",
    "problem": "is cold",
    "remedy": "a warmer opening",
}
REVISE: Final = {"verdict": "revise", "score": 40, "findings": [OBJECTION]}
BODIES: Final = {
    1: "With time-consuming content creation on your list, I would start there, and show you how "
    "our content automation deals with it. You decide what we look at first, and I will keep the "
    "rest for another day.",
    2: "Our call was a good start. I would like to hear how the team works today, so that what I "
    "show you afterwards is about your own material and not about ours.",
    3: "There is one more thing worth a look. The analytics dashboard speaks to measuring ROI, and "
    "one real example of yours would show whether it is any good for you.",
}
QUESTIONS: Final = {
    1: "Would 15 minutes suit you?",
    2: "When may I call you?",
    3: "Shall I prepare one?",
}
BRIEF: Final = "Find out how content is made there today, and who has to approve it."
SHORT: Final = "I know that your days are full, so I will keep it short."


def touch(position: int, **changes: Any) -> Json:
    """The touch at a position, 1 to 3; the second has a call's script."""
    body, question = BODIES[position], QUESTIONS[position]
    script = f"Opening: Hi Jane. {body}\n\nQuestion: {question}\n\nVoicemail: I will try again."
    letter = f"Hi Jane,\n\n{body} {SHORT}\n\n{question}\n\nMorgan Ellis"
    answer = {
        "position": position,
        "subject": f"Content creation at Acme Inc., note {'abc'[position - 1]}",
        "content": BRIEF if position == 2 else letter,
        "script": script if position == 2 else None,
        "next_steps": ["If there is no answer, call"],
        "proof": [{"sentence": 1, "facts": [1]}],
    }
    return answer | changes


def writer(**changes: Any) -> Script:
    """Writes each touch that the request's plan has, with these changes."""

    def answer(request: Json) -> Json:
        touches = [touch(position, **changes) for position in asked_positions(request)]
        return answer_of({"touches": touches})(request)

    return answer


def reviewer(answer: Json = APPROVE, kind: str = "courtesy", facts: Sequence[int] = ()) -> Script:
    """Gives this verdict, and says the same of every sentence it is asked about."""

    def script(request: Json) -> Json:
        sentences = [
            {"sentence": number, "kind": kind, "facts": list(facts)}
            for number in asked_sentences(request)
        ]
        return answer_of({**answer, "sentences": sentences})(request)

    return script


# Writes what both supervisors approve, and approves it.
GOOD_MODEL: Final = by_tool(SequenceAnswer=writer(), ReviewAnswer=reviewer())
