"""The FastAPI app: routes, errors, and the queue that lives as long as it."""

import asyncio
import gc
import logging
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse
from fastapi_offline import FastAPIOffline

from agents.checks.rulebook import warm as warm_rules
from api import errors
from api.dependencies import AppState
from api.loopback import LoopbackGuard
from api.observability import telemetry
from api.routes import commands, health, lead_follow_up, permissions
from api.worker.queue import CommandQueue
from graph.options import Models
from graph.recording import Clock
from graph.runs import StepStore
from graph.workflow import build, law_of, open_models, utc_now
from tools.db.ready import open_sessions
from tools.settings import Settings
from tools.version import VERSION

log = logging.getLogger("lead_followup")
DESCRIPTION = "Turns a sales lead into a follow-up sequence that two supervisors have reviewed."
TAGS = [
    {"name": "sequences", "description": "A lead in, a reviewed and saved sequence out."},
    {"name": "commands", "description": "What became of a request, and how."},
    {"name": "permissions", "description": "Who must not be contacted, and who said so."},
    {"name": "operations", "description": "How the program is."},
]


def create_app(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    beside_agent_server: bool = False,
    owns_process: bool = False,
) -> FastAPI:
    """The app. Beside LangGraph's Agent Server it has the API's own routes only, and leaves the
    rest alone.

    One that owns its process may say how garbage is collected in it.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(app, settings, clock):
            if owns_process:
                leave_start_out_of_collection()
            yield

    about: dict[str, Any] = {
        "title": "Lead Follow-up",
        "version": VERSION,
        "description": DESCRIPTION,
        "openapi_tags": TAGS,
        "lifespan": lifespan,
        "redirect_slashes": False,
    }
    app = FastAPI(**about) if beside_agent_server else FastAPIOffline(redoc_url=None, **about)
    app.include_router(lead_follow_up.router)
    app.include_router(commands.router)
    app.include_router(permissions.router)
    if not beside_agent_server:
        app.include_router(health.router)
        app.add_api_route("/", _to_docs, methods=["GET", "HEAD"], include_in_schema=False)
    errors.install(app, beside_agent_server=beside_agent_server)
    if not beside_agent_server:
        app.add_middleware(
            LoopbackGuard,
            allowed_hosts=settings.allowed_hosts,
            allowed_origins=settings.cors_origins,
        )
        if settings.cors_origins:
            app.add_middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors_origins),
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
                expose_headers=["Location", "Retry-After", "Preference-Applied"],
            )
    _document_own_errors(app)
    return app


@asynccontextmanager
async def running(app: FastAPI, settings: Settings, clock: Clock) -> AsyncIterator[None]:
    """The app's parts, from its start to its stop."""
    sessions = open_sessions(settings.database_url, demo=settings.demo, keep_open=True)
    async with telemetry(settings):
        models = open_models(settings)
        graph = build(
            sessions=sessions,
            models=models,
            max_revisions=settings.max_revisions,
            clock=clock,
            law=law_of(settings),
        )
        # Without a model nothing is paid for: to run the playbook's steps again is cheaper than to
        # keep them.
        is_paid = models.draft is not None or models.review is not None
        queue = CommandQueue(
            graph=graph,
            sessions=sessions,
            clock=clock,
            store=StepStore(sessions) if is_paid else None,
            slots=settings.slots,
            limit=settings.queue_limit,
        )
        app.state.lead_followup = AppState(sessions, queue, clock, settings.wait_s)
        await models.connect()
        warming = asyncio.create_task(asyncio.to_thread(warm_rules))
        checking = asyncio.create_task(tell_problems(models))
        queue.start()
        with on_stop_signal(queue.close):
            yield
        checking.cancel()
        await asyncio.wait([checking, warming])
        await queue.stop()
        await models.close()
    await sessions.dispose()


async def tell_problems(models: Models) -> None:
    """Logs a line for each model that cannot work: the playbook and a person stand in for it."""
    for problem in await models.problems():
        log.warning("%s Where it fails, the playbook writes and a person looks.", problem)


def leave_start_out_of_collection() -> None:
    """Sets apart what was made so far, and collects less often.

    A full collection walks all modules, classes and schemas, about a million objects that stay
    anyway: without this it takes a third of a command's time (tests/benchmarks/engine.py).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@contextmanager
def on_stop_signal(act: Any) -> Iterator[None]:
    """Runs `act` when the process is told to stop, and then what the server does at that.

    The server waits for open connections before it lets the app end, and they wait for us.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        act()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _to_docs() -> RedirectResponse:
    return RedirectResponse("docs")


def _document_own_errors(app: FastAPI) -> None:
    """FastAPI's document without its 422, and without the schemas of it: what cannot be read is 400
    here.
    """
    make_document = app.openapi

    def openapi() -> dict[str, Any]:
        document = make_document()
        for path in document["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            document["components"]["schemas"].pop(name, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def served() -> FastAPI:
    """The app of `lead-followup serve`, by the environment's settings: each worker process makes
    its own.
    """
    from api.observability import set_up_log

    settings = Settings()
    set_up_log(settings)
    return create_app(settings, owns_process=True)
