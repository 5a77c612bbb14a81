"""What customer success says that each sentence of a model's draft stands on, compared by code."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from agents.proof import Sentence, form_of, numbered_sentences, usable_facts
from agents.review import Opinion, ReviewAnswer, SentenceAnswer, Submission
from agents.sentence_numbers import numbers_of
from agents.support import is_covered, shares
from tools.domain.review import Finding, Severity
from tools.domain.sequence import Draft, Fact, ProofKind, SentenceProof

RULE: Final = "proof"
UNSUPPORTED: Final = "states something that no fact says"
FORMALITY: Final[tuple[ProofKind, tuple[int, ...]]] = (ProofKind.COURTESY, ())
REMEDY: Final = "what the facts say, or nothing"


class Judged(NamedTuple):
    """A sentence of a touch, and what the reviewer said of it."""

    position: int
    sentence: Sentence
    judgement: SentenceAnswer


def read_vouching(submission: Submission, answer: ReviewAnswer) -> Opinion:
    """Returns the proof by the reviewer's judgements, and a finding for each unproved sentence.

    A review that leaves sentences out is none.
    """
    numbers = numbers_of(submission.drafts)
    judgements = {judgement.sentence: judgement for judgement in answer.sentences}
    missing = set(numbers.values()) - judgements.keys()
    if missing:
        count = len(numbers) - len(missing)
        problem = f"It judged {count} of {len(numbers)} sentences."
        return Opinion(answer, problem=problem)
    facts = {fact.id: fact for fact in submission.facts}
    findings: list[Finding] = []
    proofs: dict[int, tuple[SentenceProof, ...]] = {}
    for draft in submission.drafts:
        judged = list(_judged(draft, numbers, judgements))
        if judged:
            proofs[draft.position] = tuple(_proofs(draft, judged, facts))
            findings += _findings(proofs[draft.position], draft)
            findings += _misfits(proofs[draft.position], draft, submission)
    return Opinion(answer, tuple(findings), proofs)


def _judged(
    draft: Draft,
    numbers: Mapping[tuple[int, int], int],
    judgements: Mapping[int, SentenceAnswer],
) -> Iterator[Judged]:
    for sentence in numbered_sentences(draft):
        number = numbers.get((draft.position, sentence.number))
        if number is not None:
            yield Judged(draft.position, sentence, judgements[number])


def _proofs(
    draft: Draft, judged: Sequence[Judged], facts: Mapping[int, Fact]
) -> Iterator[SentenceProof]:
    """Yields the proof of each sentence of a draft; formalities are courtesies."""
    by_number = {item.sentence.number: item for item in judged}
    figures = {proof.sentence: proof.figure for proof in draft.proof}
    for sentence in numbered_sentences(draft):
        item = by_number.get(sentence.number)
        kind, ids = _judgement_of(item, facts) if item else FORMALITY
        yield SentenceProof(
            sentence=sentence.number,
            field=sentence.field,
            text=sentence.text,
            kind=kind,
            facts=ids,
            figure=figures.get(sentence.number),
        )


def _judgement_of(item: Judged, facts: Mapping[int, Fact]) -> tuple[ProofKind, tuple[int, ...]]:
    """Returns what a sentence is and stands on; a fact that is not there proves nothing."""
    kind = ProofKind(item.judgement.kind)
    ids = tuple(usable_facts(item.judgement.facts, item.sentence, facts))
    if kind is ProofKind.FACT and not ids:
        return ProofKind.UNSUPPORTED, ()
    if kind is ProofKind.ADVICE and not item.sentence.is_brief:
        return form_of(item.sentence), ids
    return kind, ids


def _findings(proofs: Sequence[SentenceProof], draft: Draft) -> Iterator[Finding]:
    for proof in proofs:
        if proof.kind is ProofKind.UNSUPPORTED:
            yield Finding(
                position=draft.position,
                field=proof.field,
                rule=RULE,
                problem=UNSUPPORTED,
                remedy=REMEDY,
                quotes=(proof.text,),
            )


def _misfits(
    proofs: Sequence[SentenceProof], draft: Draft, submission: Submission
) -> Iterator[Finding]:
    """Yields a note for each sentence that has nothing in common with the facts named for it."""
    language = submission.context.language
    if not is_covered(language):
        return
    facts = {fact.id: fact.text for fact in submission.facts}
    for proof in proofs:
        texts = [facts[id] for id in proof.facts]
        if proof.kind is ProofKind.FACT and not shares(proof.text, texts, language):
            yield Finding(
                position=draft.position,
                field=proof.field,
                rule=RULE,
                severity=Severity.NOTE,
                problem="has no word in common with the facts that it is said to stand on",
                remedy="the facts that it stands on",
                quotes=(proof.text,),
            )
