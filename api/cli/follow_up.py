"""One lead's sequence from the command line: the same graph, without the server."""

from typing import Any

from api.actions.sequences import create_sequence
from api.cli.terminal import print_line
from api.schemas import command_response
from graph.options import Models
from graph.workflow import build, open_models
from tools.db.ready import open_sessions
from tools.domain.caller import LOCAL
from tools.settings import Settings


async def warn_of(models: Models) -> None:
    """Prints a line for each model that cannot work."""
    for problem in await models.problems():
        print_line(f"Warning: {problem}", style="yellow")


async def make_sequence(
    settings: Settings, *, lead_id: str, site_id: str | None, type: str | None
) -> dict[str, Any]:
    """The command's body as GET /api/commands/{id} gives it. Raises the errors of a request."""
    sessions = open_sessions(settings.database_url, demo=settings.demo)
    models = open_models(settings)
    graph = build(sessions=sessions, models=models, max_revisions=settings.max_revisions)
    try:
        await warn_of(models)
        record = await create_sequence(
            sessions=sessions,
            caller=LOCAL,
            run=graph.ainvoke,
            lead_id=lead_id,
            site_id=site_id,
            follow_up_type=type,
        )
    finally:
        await models.close()
    return command_response(*record).data.model_dump(mode="json")
