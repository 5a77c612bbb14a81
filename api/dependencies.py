"""What a running app holds, and what a route is given: the app's parts, and who acts."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.worker.queue import CommandQueue
from graph.recording import Clock
from tools.db.engine import Sessions
from tools.domain.caller import LOCAL, Caller


@dataclass(frozen=True)
class AppState:
    """The parts of a running app; `wait_s` is the longest that a POST waits for its sequence."""

    sessions: Sessions
    queue: CommandQueue
    clock: Clock
    wait_s: float


def state_of(request: Request) -> AppState:
    """The running app's parts."""
    return cast(AppState, request.app.state.lead_followup)


def caller_of(request: Request) -> Caller:
    """Who acts: nobody is asked yet, so whoever reaches the server is the local user."""
    return LOCAL


App = Annotated[AppState, Depends(state_of)]
Acting = Annotated[Caller, Depends(caller_of)]
