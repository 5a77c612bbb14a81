"""Refusals in the database: kept by address, in force until taken back, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.actions.leads import delete_lead, import_leads
from api.actions.permissions import opt_in, opt_out
from graph.workflow import build
from tests.conftest import NOW
from tools.db.engine import Sessions, open_engine, sessions_of, writing
from tools.db.follow_ups import follow_ups_of
from tools.db.leads import find_lead
from tools.domain.caller import LOCAL
from tools.domain.vocabulary import FollowUpStatus
from tools.errors import LeadNotFound, LeadOptedOut
from tools.intake.request import read_request
from tools.lead_context import assemble
from tools.records.sequences import Saving, save_sequence

LEAD = {"site_id": "site_456", "lead_id": "lead_789"}


@pytest.fixture
async def sessions(database: str) -> AsyncIterator[Sessions]:
    engine = open_engine(database)
    yield sessions_of(engine)
    await engine.dispose()


async def import_text(sessions: Sessions, folder: Path, text: str, *, now: datetime = NOW) -> None:
    file = folder / "leads.csv"
    file.write_text(text, encoding="utf-8")
    await import_leads(sessions=sessions, caller=LOCAL, path=file, site_id="site_456", now=now)


async def assert_refused(sessions: Sessions, lead_id: str) -> None:
    """Fails where a sequence could be written for the lead."""
    request = read_request({"siteId": "site_456", "leadId": lead_id}, NOW)
    async with sessions() as session:
        with pytest.raises(LeadOptedOut):
            await assemble(session, request, NOW)


async def test_a_refusal_in_a_file_cancels_what_is_scheduled(
    sessions: Sessions, tmp_path: Path
) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    result = await graph.ainvoke({"site_id": "site_456", "lead_id": "lead_789"})
    await import_text(
        sessions, tmp_path, "Email,Unsubscribed from all email\nJane.Smith@example.com,Yes\n"
    )
    async with sessions() as session:
        follow_ups = await follow_ups_of(session, result["command_id"])
    by_email = {f.status for f in follow_ups if f.type != "call"}
    assert by_email == {FollowUpStatus.CANCELLED}


async def test_a_second_file_takes_nothing_back_by_what_it_does_not_say(
    sessions: Sessions, tmp_path: Path
) -> None:
    await import_text(
        sessions, tmp_path, "Id,Email,Name,DNC,Stage\nx1,maya@example.com,Maya Lind,yes,proposal\n"
    )
    await import_text(
        sessions, tmp_path, "Id,Email,Name,Mobile,DNC\nx1,maya@example.com,,+442079460111,no\n"
    )
    async with sessions() as session:
        lead = await find_lead(session, "site_456", "x1")
        assert (lead.name, lead.stage, lead.phone) == ("Maya Lind", "proposal", "+442079460111")
    await assert_refused(sessions, "x1")


async def test_an_address_that_is_replaced_is_kept_beside_the_new_one(
    sessions: Sessions, tmp_path: Path
) -> None:
    await import_text(sessions, tmp_path, "Id,Email,Name\nx1,old@example.com,Maya Lind\n")
    await import_text(sessions, tmp_path, "Id,Email\nx1,new@example.com\n")
    async with sessions() as session:
        lead = await find_lead(session, "site_456", "x1")
    assert (lead.email, lead.other_emails) == ("new@example.com", ("old@example.com",))


async def test_a_file_that_is_older_than_an_opt_in_refuses_again(
    sessions: Sessions, tmp_path: Path
) -> None:
    text = "Id,Email,DNC\nx1,maya@example.com,yes\n"
    await import_text(sessions, tmp_path, text)
    await opt_in(
        sessions=sessions,
        caller=LOCAL,
        site_id="site_456",
        lead_id="x1",
        channel=None,
        reason="asked for it",
        now=NOW,
    )
    async with sessions() as session:
        request = read_request({"siteId": "site_456", "leadId": "x1"}, NOW)
        await assemble(session, request, NOW)
    await import_text(sessions, tmp_path, text, now=NOW + timedelta(days=1))
    await assert_refused(sessions, "x1")


async def test_a_lead_that_is_deleted_and_imported_again_still_refuses(
    sessions: Sessions, tmp_path: Path
) -> None:
    await import_text(sessions, tmp_path, "Id,Email,DNC\nx1,maya@example.com,yes\n")
    await delete_lead(sessions=sessions, caller=LOCAL, site_id="site_456", lead_id="x1")
    await import_text(sessions, tmp_path, "Id,Email\nx2,maya@example.com\n")
    await assert_refused(sessions, "x2")


async def test_a_deleted_lead_leaves_no_sequence_behind(sessions: Sessions) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    result = await graph.ainvoke({"site_id": "site_456", "lead_id": "lead_789"})
    await delete_lead(sessions=sessions, caller=LOCAL, **LEAD)
    async with sessions() as session:
        assert await follow_ups_of(session, result["command_id"]) == ()
        with pytest.raises(LeadNotFound):
            await find_lead(session, "site_456", "lead_789")


async def test_a_lead_that_refuses_while_its_sequence_is_written_gets_none(
    sessions: Sessions,
) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    result = await graph.ainvoke({"site_id": "site_456", "lead_id": "lead_789"})
    async with sessions() as session:
        context = await assemble(session, read_request(LEAD, NOW), NOW)
        follow_ups = await follow_ups_of(session, result["command_id"])
    await opt_out(
        sessions=sessions,
        caller=LOCAL,
        site_id="site_456",
        lead_id="lead_789",
        channel=None,
        reason="no",
        now=NOW,
    )
    saving = Saving("cmd_late", datetime.now(UTC), NOW, "replace")
    with pytest.raises(LeadOptedOut):
        async with writing(sessions) as session:
            await save_sequence(session, follow_ups, context, saving)
