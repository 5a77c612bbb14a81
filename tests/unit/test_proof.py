"""What sentences stand on: numbered by code, figures worked out anew, inventions found."""

import pytest

from agents.facts import facts_of
from agents.figures import is_sound, numbers_in, result_of
from agents.proof import Claim, numbered_sentences, proof_by_writer
from agents.review import ReviewAnswer, SentenceAnswer, Submission
from agents.sentence_numbers import numbers_of
from agents.unmentioned import unmentioned
from agents.vouching import read_vouching
from tests.factories import context, draft, lead
from tools.domain.review import Finding, Severity
from tools.domain.sequence import Draft, Fact, ProofKind
from tools.domain.situation import Situation, SituationKind
from tools.domain.vocabulary import Channel

MODEL = "openai:one"
PRICE = "close checklist. £390 a month for up to five entities, £60 for each further one"
FACTS = (
    Fact(id=1, source="products[0]", text=PRICE),
    Fact(id=2, source="lead.budget_range", text="£8,000 a year", may_be_said=False),
)


def letter(*sentences: str, **changes: object) -> Draft:
    content = "\n\n".join(["Hi Jane,", " ".join(sentences), "Alex Rivera"])
    return draft(content=content, subject="Your question", drafted_by=MODEL, **changes)


def submission(*drafts: Draft, facts: tuple[Fact, ...] = FACTS) -> Submission:
    situation = Situation(kind=SituationKind.PRICE_ASKED, because="A price was asked.")
    return Submission(drafts, context(), situation, facts, round=1)


def answer(*judgements: tuple[int, str, list[int]]) -> ReviewAnswer:
    sentences = [
        SentenceAnswer.model_validate({"sentence": number, "kind": kind, "facts": facts})
        for number, kind, facts in judgements
    ]
    return ReviewAnswer(verdict="approve", score=90, sentences=sentences)


def test_sentences_are_counted_over_subject_content_and_script() -> None:
    touch = letter("Seven come to £510.", "Shall we talk?", script="Opening: Hi. Is it you?")
    texts = [(sentence.number, sentence.text) for sentence in numbered_sentences(touch)]
    assert texts[:4] == [
        (1, "Your question"),
        (2, "Hi Jane,"),
        (3, "Seven come to £510."),
        (4, "Shall we talk?"),
    ]
    assert texts[-1][1] == "Is it you?"


def test_a_model_is_asked_about_neither_greetings_nor_the_playbooks_sentences() -> None:
    touch = letter("Seven come to £510.")
    asked = {number for _, number in numbers_of([touch])}
    greeting = next(s.number for s in numbered_sentences(touch) if s.text == "Hi Jane,")
    assert greeting not in asked
    assert numbers_of([touch.model_copy(update={"drafted_by": "playbook"})]) == {}


@pytest.mark.parametrize(
    ("figure", "sentence", "sound"),
    [
        ("390 + 2 * 60", "Seven entities come to £510 a month.", True),
        ("390 + 2 * 60 = 510", "Seven entities come to £510 a month.", True),
        ("(390 + 60) * 12", "That is £5,400 a year.", True),
        ("390 + 2 * 60", "Seven entities come to £500 a month.", False),
        ("400 + 110", "Seven entities come to £510 a month.", False),
        ("__import__('os')", "£510", False),
        ("9 ** 9 ** 9", "£510", False),
        ("390 / 0", "£510", False),
        ("", "£510", False),
    ],
)
def test_a_figure_is_worked_out_anew_from_numbers_of_the_facts(
    figure: str, sentence: str, sound: bool
) -> None:
    assert is_sound(figure, sentence, [PRICE]) is sound


def test_a_number_is_the_same_however_it_is_grouped() -> None:
    assert numbers_in("1,200 or 1.200 or 1200; 2.5 and 2,5") == [1200, 1200, 1200, 2.5, 2.5]
    assert result_of("1 200") is None


def test_facts_that_do_not_exist_or_may_not_be_said_prove_nothing() -> None:
    touch = letter("Seven come to £510.", "Your budget covers it.")
    claims = {3: Claim((1, 99), "390 + 2 * 60"), 4: Claim((2,))}
    proof = proof_by_writer(touch, claims, FACTS)
    assert (proof[2].kind, proof[2].facts, proof[2].figure) == ("fact", (1,), "390 + 2 * 60")
    assert (proof[3].kind, proof[3].facts) == (ProofKind.COURTESY, ())


def test_a_calls_brief_may_stand_on_what_may_not_be_said() -> None:
    call = letter("Their budget is £8,000 a year.", channel=Channel.CALL, script="Opening: Hi.")
    [proof] = [item for item in proof_by_writer(call, {3: Claim((2,))}, FACTS) if item.facts]
    assert proof.facts == (2,)


def test_every_sentence_must_be_judged_or_the_review_is_none() -> None:
    touch = letter("Seven come to £510.", "Shall we talk?")
    opinion = read_vouching(submission(touch), answer((1, "courtesy", [])))
    assert opinion.problem == "It judged 1 of 4 sentences."


def judged(touch: Draft, kind: str, facts: list[int]) -> tuple[Finding, ...]:
    """The findings of a reviewer that says the same of every sentence."""
    numbers = numbers_of([touch]).values()
    opinion = read_vouching(submission(touch), answer(*[(n, kind, facts) for n in numbers]))
    assert opinion.problem is None
    return opinion.findings


def test_an_unsupported_sentence_is_a_finding_with_its_words() -> None:
    findings = judged(letter("We met in Rome."), "unsupported", [])
    assert ("We met in Rome.",) in [finding.quotes for finding in findings]
    assert all(finding.decides for finding in findings)


def test_a_fact_that_does_not_exist_supports_nothing() -> None:
    findings = judged(letter("We met in Rome."), "fact", [99])
    assert {finding.problem for finding in findings} == {"states something that no fact says"}


def test_facts_that_have_no_word_in_common_with_a_sentence_are_noted() -> None:
    findings = judged(letter("We met in Rome.", "Each further entity is £60."), "fact", [1])
    assert {finding.severity for finding in findings} == {Severity.NOTE}
    quotes = [quote for finding in findings for quote in finding.quotes]
    assert "We met in Rome." in quotes
    assert "Each further entity is £60." not in quotes


INVENTIONS = [
    ("en", "A publisher in your street has used the dashboard since its launch party."),
    ("en", "I enjoyed your keynote on newsroom budgets."),
    ("en", "It was voted software of the season by an independent jury."),
    ("es", "Coincidimos en el congreso de Valencia junto a su cuñado."),
    ("es", "Lo recomienda el gremio de joyeros."),
]
HONEST = [
    ("en", "The analytics dashboard shows which pieces bring in leads."),
    ("en", "You told me that measuring ROI takes too long."),
    ("en", "If a holiday in Norway is nearer to your heart, tell me."),
    ("en", "Who wrote the last brochure about sailing boats?"),
    ("en", "Neither, quite."),
    ("en", "I'm not going to promise you a saving."),
    ("es", "Puede contestarme con un sí o un no."),
    ("es", "Si prefiere dejarlo para el otoño, dígamelo."),
]


def inventions_in(language: str, sentence: str) -> list[Finding]:
    known = context(language=language, lead=lead(pain_points=("measuring ROI",)))
    touch = letter(sentence).model_copy(update={"subject": sentence})
    return [*unmentioned([touch], facts_of(known), language)]


@pytest.mark.parametrize(("language", "sentence"), INVENTIONS)
def test_a_sentence_about_what_nobody_mentioned_is_found(language: str, sentence: str) -> None:
    findings = inventions_in(language, sentence)
    assert [finding.quotes for finding in findings] == [(sentence,)] * 2  # subject and content


@pytest.mark.parametrize(("language", "sentence"), HONEST)
def test_what_the_facts_or_ordinary_words_explain_is_let_pass(language: str, sentence: str) -> None:
    assert inventions_in(language, sentence) == []


def test_the_playbooks_sentences_are_known_by_construction() -> None:
    touch = letter(INVENTIONS[0][1]).model_copy(update={"drafted_by": "playbook"})
    assert [*unmentioned([touch], FACTS, "en")] == []
