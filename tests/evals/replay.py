"""Scripts for the local model server: a writer that repeats a recording, and reviewers."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from agents.proof import numbered_sentences
from tests.evals.recording import RecordedTouch
from tests.factories import draft
from tests.fakes import Json, Script, answer_of, asked_positions, asked_sentences
from tools.domain.vocabulary import Channel

Facts = Mapping[int, str]
Sentences = Mapping[int, str]
Judge = Callable[[str, Facts], Json]  # a sentence and the facts -> its kind, and facts it stands on
APPROVAL: Final = {"verdict": "approve", "score": 92, "findings": [], "remarks": []}
OBJECTIONS: Final = {"verdict": "revise", "score": 30, "findings": [], "remarks": []}
FEWEST_WORDS: Final = 2  # in common with a fact, of a sentence that states it
LETTERS: Final = 5  # by which a reviewer sees that two words are of one family


def facts_in(request: Json) -> dict[int, str]:
    """The facts that a request shows, by number, without those that are not to be said."""
    lines = re.findall(r"^(\d+) (.+)$", request["messages"][0]["content"], re.MULTILINE)
    return {int(number): text for number, text in lines if "not to be said" not in text}


def sentences_in(request: Json) -> dict[int, str]:
    """The numbered sentences that a request asks to be judged."""
    material = request["messages"][1]["content"]
    texts = re.findall(r"\[(\d+)\] (.*?)(?= \[\d+\] |\n|$)", material)
    asked = set(asked_sentences(request))
    return {int(number): text for number, text in texts if int(number) in asked}


def best_facts(sentence: str, facts: Facts) -> list[int]:
    """The numbers of the two facts that have most words in common with a sentence."""
    words = _words_of(sentence)
    shared = {id: len(words & _words_of(text)) for id, text in facts.items()}
    ranked = sorted(facts, key=lambda id: -shared[id])[:2]
    return [id for id in ranked if shared[id] >= FEWEST_WORDS]


@lru_cache(maxsize=4_096)
def _words_of(text: str) -> frozenset[str]:
    """What the longer words of a text begin with, and its numbers."""
    words = re.findall(r"\w{4,}|\d+", text.casefold())
    return frozenset(word[:LETTERS] for word in words)


def writer(touches: Sequence[RecordedTouch]) -> Script:
    """Writes the touches that it is asked for, the same words in each round."""
    by_position = {touch.position: touch for touch in touches}

    def script(request: Json) -> Json:
        facts = facts_in(request)
        positions = [number for number in asked_positions(request) if number in by_position]
        answers = [_touch_answer(by_position[position], facts) for position in positions]
        return answer_of({"touches": answers})(request)

    return script


def _touch_answer(touch: RecordedTouch, facts: Facts) -> Json:
    """A recorded touch as the writer's type of answer has it, with proof for each sentence."""
    words = touch.model_dump()
    channel = Channel.CALL if touch.script else Channel.EMAIL
    proof = []
    for sentence in numbered_sentences(draft(**words, channel=channel)):
        if ids := best_facts(sentence.text, facts):
            proof.append({"sentence": sentence.number, "facts": ids, "figure": None})
    return {**words, "proof": proof, "hold": None}


def believe(sentence: str, facts: Facts) -> Json:
    """What a reviewer says who vouches for every sentence with whatever facts there are."""
    return {"kind": "fact", "facts": list(facts)}


def doubt(words: Sequence[str]) -> Judge:
    """What an honest reviewer says who knows which words no fact supports."""
    untrue = [" ".join(text.split()) for text in words]

    def judge(sentence: str, facts: Facts) -> Json:
        if any(text in sentence or sentence.strip(" .") in text for text in untrue):
            return {"kind": "unsupported", "facts": []}
        ids = best_facts(sentence, facts)
        if sentence.endswith("?"):
            return {"kind": "ask", "facts": ids}
        return {"kind": "fact" if ids else "courtesy", "facts": ids}

    return judge


def reviewer(judge: Judge) -> Script:
    """Judges each sentence it is asked about, and approves where none is unsupported."""

    def script(request: Json) -> Json:
        facts = facts_in(request)
        sentences = []
        for number, text in sentences_in(request).items():
            sentences.append({"sentence": number, **judge(text, facts)})
        is_true = all(sentence["kind"] != "unsupported" for sentence in sentences)
        answer = APPROVAL if is_true else OBJECTIONS
        return answer_of({**answer, "sentences": sentences})(request)

    return script
