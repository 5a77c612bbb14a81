"""The whole playbook, for leads of every shape: it fits, and both supervisors approve it."""

from itertools import combinations, cycle, product

import pytest

from agents.checks import customer_success, sales_manager
from agents.facts import facts_of
from agents.measures import misfits, word_count
from agents.playbook.catalogue import LANGUAGES
from agents.sentences import sentences_in
from tests.playbook_leads import context_of, sequence, shapes, situations
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import Channel, Stage

REACHABLE = (
    tuple(Channel),
    (Channel.EMAIL, Channel.MEETING, Channel.VIDEO_MESSAGE),
    (Channel.CALL, Channel.WHATSAPP, Channel.SMS),
    (Channel.CALL,),
    (Channel.LINKEDIN_MESSAGE,),
)
WAYS = [
    *((channels, None) for channels in REACHABLE),
    *((REACHABLE[0], channel) for channel in Channel),
]
STAGES = (Stage.NEW, Stage.PROPOSAL, Stage.CUSTOMER)


@pytest.mark.parametrize(("language", "kind"), list(product(LANGUAGES, SituationKind)))
def test_both_supervisors_approve_every_planned_sequence(
    language: str, kind: SituationKind
) -> None:
    leads = cycle(product(shapes(language), STAGES))
    for channels, first in WAYS:
        for situation in situations(kind, language):
            (shape, has_note), stage = next(leads)
            context = context_of(
                language, stage, shape, has_note, channels=channels, first_channel=first
            )
            drafts = sequence(context, situation)
            facts = facts_of(context, drafts, situation)
            findings = [
                *sales_manager.check(drafts, context, facts),
                *customer_success.check(drafts, context, facts),
            ]
            assert findings == [], (channels, first, shape, has_note, drafts)


@pytest.mark.parametrize(("language", "kind"), list(product(LANGUAGES, SituationKind)))
def test_every_message_fits_every_channel(language: str, kind: SituationKind) -> None:
    leads = cycle(shapes(language))
    for channel, situation in product(Channel, situations(kind, language)):
        shape, has_note = next(leads)
        context = context_of(language, Stage.QUALIFIED, shape, has_note)
        for draft in sequence(context, situation, channel):
            assert misfits(draft, context.site) == [], (channel, shape, has_note, draft)


@pytest.mark.parametrize(("language", "kind"), list(product(LANGUAGES, SituationKind)))
def test_subjects_are_short_and_name_a_topic(language: str, kind: SituationKind) -> None:
    for (shape, has_note), stage in product([("rich", True), ("empty", False)], STAGES):
        context = context_of(language, stage, shape, has_note)
        for situation in situations(kind, language):
            for draft in sequence(context, situation, Channel.EMAIL):
                words = len(draft.subject.split())
                assert 2 <= words <= 7, draft.subject


@pytest.mark.parametrize(("language", "kind"), list(product(LANGUAGES, SituationKind)))
def test_the_touches_of_a_sequence_share_no_sentence_and_no_subject(
    language: str, kind: SituationKind
) -> None:
    for shape, channel in product(("rich", "empty", "nameless"), (Channel.EMAIL, Channel.WHATSAPP)):
        context = context_of(language, Stage.QUALIFIED, shape, True)
        for situation in situations(kind, language):
            drafts = sequence(context, situation, channel)
            assert channel is not Channel.EMAIL or len({d.subject for d in drafts}) == len(drafts)
            bodies = [own_sentences(draft.content) for draft in drafts]
            for first, second in combinations(bodies, 2):
                assert not first & second, (shape, first & second)


def own_sentences(content: str) -> set[str]:
    """The sentences of a message without greeting, signature and quoted facts."""
    sentences = sentences_in(content)
    return {sentence for sentence in sentences[1:] if word_count(sentence) > 6}
