"""What a running app holds, and how a route gets at it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from fastapi import Request

from api.worker import Worker
from tools.db.engine import Sessions


@dataclass(frozen=True)
class AppState:
    sessions: Sessions
    worker: Worker
    clock: Callable[[], datetime]
    wait_s: float


def state_of(request: Request) -> AppState:
    return cast(AppState, request.app.state.lead_followup)
