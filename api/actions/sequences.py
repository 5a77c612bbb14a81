"""Sequences: one made for a lead, without a server."""

from collections.abc import Awaitable, Callable
from typing import Any

from api.actions.commands import CommandRecord, show_command
from api.actions.sites import require_site
from tools.db.engine import Sessions
from tools.db.leads import sites_of_lead
from tools.domain.caller import Caller
from tools.errors import InvalidRequest, LeadNotFound

Run = Callable[[Any], Awaitable[Any]]  # a request through the graph


async def create_sequence(
    *,
    sessions: Sessions,
    caller: Caller,
    run: Run,
    lead_id: str,
    site_id: str | None,
    follow_up_type: str | None,
) -> CommandRecord:
    """Runs the whole job for one lead. Raises the errors of a request."""
    if site_id is None:
        site_id = await _only_site_of(sessions, lead_id)
    require_site(caller, site_id)
    request = {"site_id": site_id, "lead_id": lead_id, "follow_up_type": follow_up_type}
    result = await run(request)
    return await show_command(sessions=sessions, caller=caller, command_id=result["command_id"])


async def _only_site_of(sessions: Sessions, lead_id: str) -> str:
    async with sessions() as session:
        site_ids = await sites_of_lead(session, lead_id)
    if not site_ids:
        raise LeadNotFound(lead_id)
    if len(site_ids) > 1:
        raise InvalidRequest(f"Several sites have a lead {lead_id}: say which with --site.")
    return site_ids[0]
