"""What each sentence of the playbook's copy stands on, which is known from how it was made."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from agents.playbook.render import Rendering
from agents.sentences import sentence_spans
from tools.domain.sequence import Fact, ProofKind, SentenceProof
from tools.domain.vocabulary import Channel

QUESTION: Final = re.compile(r"\?[”»\"]?$")


def proof_of(
    fields: Mapping[str, Rendering], channel: Channel, facts: Sequence[Fact]
) -> tuple[SentenceProof, ...]:
    """Returns the proof of a draft's sentences, in the order of its fields."""
    ids = {fact.source: fact.id for fact in facts}
    proofs: list[SentenceProof] = []
    for field, rendering in fields.items():
        for start, end in sentence_spans(rendering.text):
            text = rendering.text[start:end]
            numbers = tuple(sorted(set(_facts_in(rendering, start, end, ids))))
            kind = _kind(text, is_brief=channel is Channel.CALL and field == "content")
            if kind is ProofKind.COURTESY and numbers:
                kind = ProofKind.FACT
            proof = SentenceProof(
                sentence=len(proofs) + 1, field=field, text=text, kind=kind, facts=numbers
            )
            proofs.append(proof)
    return tuple(proofs)


def _facts_in(rendering: Rendering, start: int, end: int, ids: Mapping[str, int]) -> Iterator[int]:
    """Yields the ids of the facts that a part of a text states."""
    for span in rendering.spans:
        if span.start < end and start < span.end:
            for source in span.sources:
                if source in ids:
                    yield ids[source]


def _kind(text: str, *, is_brief: bool) -> ProofKind:
    """Returns what a sentence is, as far as its form and its place tell."""
    if is_brief:
        return ProofKind.ADVICE
    if QUESTION.search(text):
        return ProofKind.ASK
    return ProofKind.COURTESY
