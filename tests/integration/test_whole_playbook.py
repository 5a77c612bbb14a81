"""The whole playbook, for leads of every shape: it fits, and both supervisors approve it."""

from itertools import product

import pytest

from agents.checks import customer_success, sales_manager
from agents.measures import misfits
from agents.playbook.catalogue import LANGUAGES
from tests.playbook_leads import context_of, sequence, shapes
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


@pytest.mark.parametrize(("language", "stage"), list(product(LANGUAGES, Stage)))
def test_both_supervisors_approve_every_planned_sequence(language: str, stage: Stage) -> None:
    for (channels, first), (shape, has_note) in product(WAYS, shapes(language)):
        context = context_of(
            language, stage, shape, has_note, channels=channels, first_channel=first
        )
        drafts = sequence(context)
        reasons = [
            *sales_manager.check(drafts, context),
            *customer_success.check(drafts, context),
        ]
        assert reasons == [], (channels, first, shape, has_note, drafts)


@pytest.mark.parametrize(("language", "stage"), list(product(LANGUAGES, Stage)))
def test_every_entry_fits_every_channel(language: str, stage: Stage) -> None:
    for channel, (shape, has_note) in product(Channel, shapes(language)):
        context = context_of(language, stage, shape, has_note)
        for draft in sequence(context, channel):
            assert misfits(draft, context.site) == [], (channel, shape, has_note, draft)
