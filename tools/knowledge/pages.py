"""HTTP to a site's own pages and nowhere else.

Every request, each redirect's too, stays on the site's domain and off private addresses, and no
page is read beyond a sensible size. The address is looked up and connected to by requests-hardened.
"""

import logging
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests_hardened.ip_filter import InvalidIPAddress  # type: ignore[import-untyped]
from requests_hardened.ip_filter_adapter import IPFilterAdapter  # type: ignore[import-untyped]

from tools.errors import KnowledgeRefused

MAX_BYTES: Final = 2 * 1024 * 1024
CHUNK: Final = 64 * 1024  # bytes
MAX_REDIRECTS: Final = 5
TIMEOUT_S: Final = 10.0  # for the connection, and for each read
READABLE: Final = (
    "text/html",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/xhtml+xml",
)

Allowed = Callable[[str], bool]  # whether an IP address may be connected to


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet.

    Loopback, private, link-local, multicast and reserved ones are not, in IPv6's notations neither.
    """
    ip = ip_address(address.split("%", maxsplit=1)[0])
    if not ip.is_global or ip.is_multicast:
        return False
    if isinstance(ip, IPv4Address):
        return True
    inner = ip.ipv4_mapped or ip.sixtofour
    return inner is None or inner.is_global


def same_domain(url: str, site_url: str) -> bool:
    """Whether a page is on the site's own host, or on one below it; www. makes no difference."""
    host, own_host = _host(url), _host(site_url)
    if not own_host:
        return False
    return host == own_host or host.endswith(f".{own_host}")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def open_session(site_url: str, *, allowed: Allowed = is_public) -> requests.Session:
    """A session for the pages of one site.

    Its requests raise KnowledgeRefused for what may not be read, and requests.RequestException.
    """
    # The library logs what it refuses; here a refusal is an error that says it.
    logging.getLogger("requests_hardened.ip_filter").setLevel(logging.ERROR)
    session = requests.Session()
    session.trust_env = False  # a proxy would connect in our place, unchecked
    session.max_redirects = MAX_REDIRECTS
    session.headers["User-Agent"] = "lead-followup"
    for scheme in ("http", "https"):
        session.mount(f"{scheme}://", SiteAdapter(scheme, site_url, allowed))
    return session


class SiteAdapter(IPFilterAdapter):  # type: ignore[misc]
    """Sends the requests of a session, one for each redirect, after a look at where they go."""

    def __init__(self, scheme: str, site_url: str, allowed: Allowed) -> None:
        # The library refuses private addresses whatever `allowed` says; loopback is left to it.
        super().__init__(is_https_proto=scheme == "https", allow_loopback=True)
        self._site_url = site_url
        self._allowed = allowed

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """The response, read as far as it is text of a sensible size."""
        url = request.url or ""
        if not same_domain(url, self._site_url):
            raise KnowledgeRefused(
                f"{url} is not of the site's own domain ({urlsplit(self._site_url).hostname})."
            )
        kwargs.update(timeout=TIMEOUT_S, stream=True)
        response: requests.Response = super().send(request, *args, **kwargs)
        _check_kind(response, url)
        _read(response, url)
        return response

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> tuple[Any, Any]:
        """The address to connect to, looked up anew for each request, and the pool's settings."""
        host = urlsplit(request.url or "").hostname
        try:
            target, settings = super().build_connection_pool_key_attributes(
                request, *args, **kwargs
            )
        except InvalidIPAddress as error:
            raise KnowledgeRefused(
                f"{host} is at {error}, which is not a public address."
            ) from error
        address = target["host"].strip("[]")
        if not self._allowed(address):
            raise KnowledgeRefused(f"{host} is at {address}, which is not a public address.")
        return target, settings


def _check_kind(response: requests.Response, url: str) -> None:
    if response.is_redirect or not response.ok:
        return
    kind = response.headers.get("Content-Type", "text/html").split(";")[0].strip().lower()
    if kind not in READABLE:
        response.close()
        raise KnowledgeRefused(f"{url} is {kind}, and not a page of text.")


def _read(response: requests.Response, url: str) -> None:
    """Reads the body, a redirect's too: requests would read that one whatever its size."""
    body = b""
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > MAX_BYTES:
            response.close()
            raise KnowledgeRefused(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB.")
    response._content = body
