"""A lead whose language the playbook does not write waits for a person, with a warning."""

from pathlib import Path
from typing import Any, cast

import pytest

from graph.state import Input
from graph.workflow import build
from tests.factories import NOW
from tools.db.ready import open_sessions


async def outcome(tmp_path: Path, language: str) -> Any:
    sessions = open_sessions(f"sqlite+aiosqlite:///{tmp_path}/leads.db", demo=True)
    graph = build(sessions=sessions, clock=lambda: NOW)
    request = {
        "site_id": "site_456",
        "lead_id": "lead_789",
        "lead_data": {"name": "Anna Weber", "language": language},
    }
    return await graph.ainvoke(cast(Input, request))


@pytest.mark.parametrize("language", ["German", "de-AT", "pt"])
async def test_a_language_that_the_playbook_does_not_write_waits_for_a_person(
    tmp_path: Path, language: str
) -> None:
    result = await outcome(tmp_path, language)
    assert {touch["status"] for touch in result["follow_ups"]} == {"needs_review"}
    [warning] = [notice for notice in result["warnings"] if notice["code"] == "LANGUAGE"]
    assert "which the playbook does not write" in warning["message"]


async def test_a_language_that_it_writes_does_not_wait(tmp_path: Path) -> None:
    result = await outcome(tmp_path, "British English")
    assert [notice for notice in result["warnings"] if notice["code"] == "LANGUAGE"] == []
