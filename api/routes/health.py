"""How the program is: /healthz, /readyz, /metrics, /version."""

from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field
from sqlalchemy import text

from api.dependencies import App
from api.observability import prometheus_text
from tools.errors import LeadFollowUpError
from tools.version import VERSION

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    status: Annotated[str, Field(examples=["ok"])]


class Readiness(BaseModel):
    ready: bool
    database: Annotated[str, Field(description="`ok`, or what is wrong with it")]
    queue: Annotated[str, Field(description="`ok`, `full` or `closing`")]


class Version(BaseModel):
    version: Annotated[str, Field(examples=[VERSION])]


@router.get("/healthz", summary="Whether the process answers")
async def healthz() -> Health:
    """Says nothing about the database: a process whose database is away need not be restarted."""
    return Health(status="ok")


@router.get(
    "/readyz", summary="Whether it can take requests", responses={503: {"model": Readiness}}
)
async def readyz(app: App, response: Response) -> Readiness:
    """Whether the database answers at this version's schema, and the queue has room."""
    database = "ok"
    try:
        async with app.sessions() as session:
            await session.execute(text("SELECT 1"))
    except LeadFollowUpError as error:
        database = str(error)
    queue = app.queue.state()
    ready = database == queue == "ok"
    if not ready:
        response.status_code = 503
    return Readiness(ready=ready, database=database, queue=queue)


@router.get(
    "/metrics",
    summary="What this process has counted, in Prometheus' format",
    response_class=PlainTextResponse,
)
async def metrics() -> Response:
    """Commands by status, steps' durations, tokens; with several processes, those of the one that
    answers.
    """
    text, content_type = prometheus_text()
    return Response(text, media_type=content_type)


@router.get("/version", summary="The version that runs")
async def version() -> Version:
    """The version of the package."""
    return Version(version=VERSION)
