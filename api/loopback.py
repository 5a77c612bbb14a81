"""A server on a loopback address answers to loopback's names only, and not to other sites' pages.

A page in a browser may send requests to 127.0.0.1, by that name or by one of its own that resolves
to it.
"""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import envelope

LOOPBACK_NAMES: Final = frozenset(["localhost", "127.0.0.1", "::1"])
READS: Final = frozenset(["GET", "HEAD", "OPTIONS"])


class LoopbackGuard:
    """Refuses a foreign Host, and a change that a page of another origin sends, with 403."""

    def __init__(
        self, app: ASGIApp, *, allowed_hosts: Sequence[str], allowed_origins: Sequence[str]
    ) -> None:
        self.app = app
        self.allowed_hosts = LOOPBACK_NAMES | {host.lower() for host in allowed_hosts}
        self.allowed_origins = frozenset(origin.lower().rstrip("/") for origin in allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_loopback(scope):
            headers = Headers(scope=scope)
            if problem := self._problem(scope["method"], headers):
                await envelope("FORBIDDEN", problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _problem(self, method: str, headers: Headers) -> str | None:
        host = headers.get("host", "")
        if host_name(host) not in self.allowed_hosts:
            return (
                "This server does not answer to that Host: "
                "name it in LEAD_FOLLOWUP_ALLOWED_HOSTS if it should."
            )
        origin = headers.get("origin", "").lower().rstrip("/")
        if method in READS or not origin or origin in self.allowed_origins:
            return None
        if urlsplit(origin).netloc == host.lower():
            return None
        return (
            "This server takes no changes from pages of that Origin: "
            "name it in LEAD_FOLLOWUP_CORS_ORIGINS if it should."
        )


def is_loopback(scope: Scope) -> bool:
    """Whether the request came in on a loopback address."""
    server = scope.get("server")
    if not server:
        return False
    try:
        return ip_address(server[0]).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """The name in a Host header, without its port and brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
