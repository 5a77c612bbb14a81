"""Proof: what each sentence of a model's draft stands on, as its writer and a reviewer say it.

Sentences are numbered by code, figures are worked out anew, and facts that do not exist, or may not
be said to the lead, prove nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from agents.figures import is_sound
from agents.sentences import sentences_in
from tools.domain.sequence import Draft, Fact, ProofKind, SentenceProof
from tools.domain.vocabulary import Channel

FIELDS: Final = ("subject", "content", "script")
BRIEFED: Final = frozenset({Channel.CALL, Channel.VIDEO_MESSAGE})  # their content is never said


class Sentence(NamedTuple):
    """A sentence of a draft; `number` counts from 1 over subject, content and script."""

    number: int
    field: str
    text: str
    is_brief: bool  # it is for the representative, who may know what the lead may not


class Claim(NamedTuple):
    """What somebody says that a sentence stands on."""

    facts: tuple[int, ...]
    figure: str | None = None


def numbered_sentences(draft: Draft) -> list[Sentence]:
    """Returns the sentences of a draft's subject, content and script."""
    sentences: list[Sentence] = []
    for field in FIELDS:
        is_brief = field == "content" and draft.channel in BRIEFED
        for text in sentences_in(getattr(draft, field) or ""):
            sentences.append(Sentence(len(sentences) + 1, field, text, is_brief))
    return sentences


def proof_by_writer(
    draft: Draft, claims: Mapping[int, Claim], facts: Sequence[Fact]
) -> tuple[SentenceProof, ...]:
    """Returns the proof of a draft by the claims that its writer made, by sentence."""
    facts_by_id = {fact.id: fact for fact in facts}
    return tuple(
        _proof(sentence, claims.get(sentence.number), facts_by_id)
        for sentence in numbered_sentences(draft)
    )


def _proof(
    sentence: Sentence, claim: Claim | None, facts_by_id: Mapping[int, Fact]
) -> SentenceProof:
    """Returns what a sentence stands on, without facts that prove nothing."""
    ids = tuple(usable_facts(claim.facts, sentence, facts_by_id)) if claim else ()
    figure = claim.figure if claim and ids else None
    if figure and not is_sound(figure, sentence.text, [facts_by_id[id].text for id in ids]):
        figure = None
    return SentenceProof(
        sentence=sentence.number,
        field=sentence.field,
        text=sentence.text,
        kind=ProofKind.FACT if ids else form_of(sentence),
        facts=ids,
        figure=figure,
    )


def usable_facts(
    ids: Sequence[int], sentence: Sentence, facts_by_id: Mapping[int, Fact]
) -> Iterator[int]:
    """Yields those of the facts that exist and may be said where the sentence stands."""
    for id in dict.fromkeys(ids):
        fact = facts_by_id.get(id)
        if fact and (fact.may_be_said or sentence.is_brief):
            yield id


def form_of(sentence: Sentence) -> ProofKind:
    """Returns what a sentence without facts is, as far as its form and its place tell."""
    if sentence.is_brief:
        return ProofKind.ADVICE
    if sentence.text.rstrip("\"'”»)").endswith("?"):
        return ProofKind.ASK
    return ProofKind.COURTESY
