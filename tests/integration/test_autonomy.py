"""What may go out without a person, by the site's autonomy or the run's."""

import pytest

from graph.state import Context, Input
from graph.workflow import build, open_models
from tests.conftest import NOW
from tests.fakes import chat_server
from tests.model_answers import GOOD_MODEL
from tools.db.commands import find_command
from tools.db.engine import Sessions
from tools.db.follow_ups import follow_ups_of
from tools.errors import InvalidRequest
from tools.settings import Settings

REQUEST: Input = {"site_id": "site_456", "lead_id": "lead_789"}
BY_MODEL: Context = {"model": "openai:one"}
BY_RULES: Context = {"model": "openai:one", "review_model": "playbook"}


async def outcome(
    settings: Settings, sessions: Sessions, context: Context
) -> tuple[str, set[str], list[str]]:
    """(the command's status, its follow-ups' statuses, its notices on autonomy)."""
    with chat_server(GOOD_MODEL) as server:
        models = open_models(settings.model_copy(update={"openai_base_url": server.url}))
        graph = build(sessions=sessions, models=models, clock=lambda: NOW)
        result = await graph.ainvoke(REQUEST, context=context)
        await models.close()
    async with sessions() as session:
        command = await find_command(session, result["command_id"])
        follow_ups = await follow_ups_of(session, result["command_id"])
    notices = [notice.message for notice in command.warnings if notice.code == "AUTONOMY"]
    return command.status, {follow_up.status for follow_up in follow_ups}, notices


@pytest.mark.parametrize(
    "context",
    [
        {},  # the playbook writes, and rules review
        BY_MODEL,
        {**BY_RULES, "autonomy": "rules"},
        {"autonomy": "rules"},
    ],
)
async def test_what_the_autonomy_trusts_is_scheduled(
    settings: Settings, sessions: Sessions, context: Context
) -> None:
    assert await outcome(settings, sessions, context) == ("completed", {"scheduled"}, [])


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        (BY_RULES, "no model reviewed it"),
        ({"autonomy": "person"}, "nothing go out before a person"),
        ({**BY_MODEL, "autonomy": "person"}, "nothing go out before a person"),
    ],
)
async def test_what_it_does_not_trust_waits_for_a_person_and_says_why(
    settings: Settings, sessions: Sessions, context: Context, reason: str
) -> None:
    status, statuses, notices = await outcome(settings, sessions, context)
    assert (status, statuses) == ("needs_review", {"needs_review"})
    assert len(notices) == 1
    assert reason in notices[0]


async def test_another_word_for_it_is_refused(settings: Settings, sessions: Sessions) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    context: Context = {"autonomy": "all"}  # type: ignore[typeddict-item]
    with pytest.raises(InvalidRequest, match=r"context\.autonomy: expected one of person"):
        await graph.ainvoke(REQUEST, context=context)
