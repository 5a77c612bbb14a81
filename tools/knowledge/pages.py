"""HTTP to a site's own pages and nowhere else: one domain, public addresses, bounded size; on each
redirect anew.
"""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import Timeout

from tools.errors import KnowledgeRefused

MAX_BYTES: Final = 2 * 1024 * 1024
TIMEOUT_S: Final = 10.0
READABLE: Final = (
    "text/html",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/xhtml+xml",
)

Allowed = Callable[[str], bool]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet: not loopback, private, link-local, multicast or
    reserved.
    """
    ip = ip_address(address.split("%", maxsplit=1)[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or mapped.is_global)


def same_domain(url: str, site_url: str) -> bool:
    """Whether a page is of the site's own domain: its host, or one below it; www. makes no
    difference.
    """
    host, site_host = (
        (urlsplit(address).hostname or "").removeprefix("www.") for address in (url, site_url)
    )
    return bool(site_host) and (host == site_host or host.endswith(f".{site_host}"))


def open_session(site_url: str, *, allowed: Allowed = is_public) -> requests.Session:
    """A session whose every request, redirected ones too, stays on the site's domain and off
    private addresses.

    Its requests raise KnowledgeRefused, or requests.RequestException.
    """
    session = requests.Session()
    session.trust_env = False  # a proxy would connect in our place, unchecked
    session.max_redirects = 5
    session.headers["User-Agent"] = "lead-followup"
    for scheme in ("http://", "https://"):
        session.mount(scheme, SiteAdapter(site_url, allowed))
    return session


class SiteAdapter(HTTPAdapter):
    def __init__(self, site_url: str, allowed: Allowed) -> None:
        self._site_url = site_url
        self._allowed = allowed
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._allowed)

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        url = request.url or ""
        if not same_domain(url, self._site_url):
            raise KnowledgeRefused(
                f"{url} is not of the site's own domain ({urlsplit(self._site_url).hostname})."
            )
        kwargs.update(timeout=TIMEOUT_S, stream=True)
        return _bounded(super().send(request, *args, **kwargs), url)


def _bounded(response: requests.Response, url: str) -> requests.Response:
    """The response with its body read, as far as it is text of a sensible size."""
    if not response.is_redirect and response.ok:
        kind = response.headers.get("Content-Type", "text/html").split(";")[0].strip().lower()
        if kind not in READABLE:
            raise KnowledgeRefused(f"{url} is {kind}, and not a page of text.")
    body = b""
    for chunk in response.iter_content(64 * 1024):
        body += chunk
        if len(body) > MAX_BYTES:
            response.close()
            raise KnowledgeRefused(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB.")
    response._content = body
    return response


def _pools(allowed: Allowed) -> dict[str, Any]:
    """Connection pools that look a host up once, refuse what is not allowed, and connect to just
    what they checked.
    """

    def connect(connection: HTTPConnection) -> socket.socket:
        entries = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in entries]
        if refused := [address for address in addresses if not allowed(address)]:
            raise KnowledgeRefused(
                f"{connection.host} is at {refused[0]}, which is not a public address."
            )
        timeout = Timeout.resolve_default_timeout(connection.timeout)
        return socket.create_connection((addresses[0], connection.port), timeout)

    class CheckedHTTP(HTTPConnection):
        _new_conn = connect

    class CheckedHTTPS(HTTPSConnection):
        _new_conn = connect

    class HTTPPool(HTTPConnectionPool):
        ConnectionCls = CheckedHTTP

    class HTTPSPool(HTTPSConnectionPool):
        ConnectionCls = CheckedHTTPS

    return {"http": HTTPPool, "https": HTTPSPool}
