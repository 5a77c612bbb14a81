"""The FastAPI app: routes, errors, and the worker that lives as long as it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from api import errors
from api.observing import telemetry
from api.routes import commands, lead_follow_up
from api.state import AppState
from api.worker import Worker
from graph.checkpoints import open_checkpointer
from graph.nodes import Clock
from graph.workflow import build, open_models, open_sessions, utc_now
from tools.settings import Settings

log = logging.getLogger("lead_followup")
DESCRIPTION = "Turns a sales lead into a follow-up sequence that two supervisors have reviewed."


def create_app(settings: Settings, *, clock: Clock = utc_now) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sessions = open_sessions(settings, keep_open=True)
        async with telemetry(settings), open_checkpointer(settings) as checkpointer:
            models = open_models(settings)
            graph = build(sessions=sessions, models=models, clock=clock, checkpointer=checkpointer)
            worker = Worker(graph, sessions, clock, settings.workers)
            app.state.lead_followup = AppState(sessions, worker, clock, settings.wait_s)
            if taken := await worker.take_up():
                log.info("took up %d commands that an earlier process left unfinished", taken)
            yield
            await worker.stop()
            await models.close()
        await sessions.dispose()

    app = FastAPI(
        title="Lead Follow-up", version="0.1.0", description=DESCRIPTION, lifespan=lifespan, redirect_slashes=False
    )
    app.include_router(lead_follow_up.router)
    app.include_router(commands.router)
    errors.install(app)
    document = app.openapi

    def documented() -> dict[str, Any]:
        """FastAPI's document without its 422: what cannot be read is 400 here."""
        schema = document()
        for operation in (operation for path in schema["paths"].values() for operation in path.values()):
            operation["responses"].pop("422", None)
        return schema

    app.openapi = documented  # type: ignore[method-assign]
    return app


app = create_app(Settings())
