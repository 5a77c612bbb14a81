"""One lead's sequence from the command line: the same graph, without the server."""

from typing import Any

from api.schemas import command_response
from graph.workflow import build, open_models, open_sessions
from tools.db import repository
from tools.errors import InvalidRequest, LeadNotFound
from tools.settings import Settings


async def run_one_lead(settings: Settings, lead_id: str, site_id: str | None, type: str | None) -> dict[str, Any]:
    """The command's body as GET /api/commands/{id} gives it. Raises the errors of the API."""
    sessions = open_sessions(settings)
    if site_id is None:
        async with sessions() as session:
            sites = await repository.sites_of_lead(session, lead_id)
        if len(sites) != 1:
            raise (
                InvalidRequest(f"Several sites have a lead {lead_id}: say which with --site.")
                if sites
                else LeadNotFound(lead_id)
            )
        site_id = sites[0]
    models = open_models(settings)
    graph = build(sessions=sessions, models=models)
    try:
        result = await graph.ainvoke({"site_id": site_id, "lead_id": lead_id, "follow_up_type": type})
    finally:
        await models.close()
    async with sessions() as session:
        command = await repository.find_command(session, result["command_id"])
        reviews = await repository.reviews_of(session, command.id)
        follow_ups = await repository.follow_ups_of(session, command.id)
    return command_response(command, reviews, follow_ups).data.model_dump()
