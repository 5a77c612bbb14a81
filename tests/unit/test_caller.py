"""Who acts, and for which sites: asked by every action."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from api.actions.commands import create_command, show_command
from api.actions.knowledge import list_knowledge
from api.actions.leads import import_leads
from api.actions.sequences import create_sequence
from api.actions.sites import configure_sites
from tests.conftest import NOW
from tools.db.engine import Sessions
from tools.demo.data import demo_data
from tools.domain.caller import LOCAL, Caller
from tools.errors import CommandNotFound, SiteNotFound
from tools.intake.request import read_request

STRANGER = Caller(name="stranger", site_ids=frozenset({"site_es"}))
REQUEST = {"site_id": "site_456", "lead_id": "lead_789"}


async def run_nothing(request: object) -> None:
    raise AssertionError("nothing may run for a stranger")


async def test_who_may_not_act_for_a_site_does_not_learn_that_it_is_there(
    sessions: Sessions, tmp_path: Path
) -> None:
    stranger: dict[str, Any] = {"sessions": sessions, "caller": STRANGER}
    request = read_request(REQUEST, NOW)
    acts: list[Coroutine[Any, Any, Any]] = [
        list_knowledge(site_id="site_456", **stranger),
        import_leads(path=tmp_path, site_id="site_456", now=NOW, **stranger),
        configure_sites(data=demo_data().company, **stranger),
        create_sequence(
            run=run_nothing,
            lead_id="lead_789",
            site_id="site_456",
            follow_up_type=None,
            **stranger,
        ),
        create_command(
            request=request,
            idempotency_key=None,
            owner="process_1",
            starts_now=True,
            now=NOW,
            **stranger,
        ),
    ]
    for act in acts:
        with pytest.raises(SiteNotFound):
            await act


async def test_a_command_of_another_site_is_not_found(sessions: Sessions) -> None:
    new = await create_command(
        sessions=sessions,
        caller=LOCAL,
        request=read_request(REQUEST, NOW),
        idempotency_key=None,
        owner="process_1",
        starts_now=False,
        now=NOW,
    )
    assert not isinstance(new, str)
    with pytest.raises(CommandNotFound):
        await show_command(sessions=sessions, caller=STRANGER, command_id=new.command.id)
