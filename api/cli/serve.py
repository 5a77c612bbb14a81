"""`lead-followup serve`: the server, after all that can be wrong with it has been looked at."""

import logging
import socket

import typer
import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from api.cli.terminal import database_away, or_stop, stop
from api.observability import set_up_log
from graph.workflow import open_models
from tools.db.ready import make_ready
from tools.db.url import shown_url
from tools.errors import DatabaseUnavailable
from tools.settings import Settings
from tools.version import VERSION

log = logging.getLogger("lead_followup")
SHUTDOWN_S = 5  # for open connections, when the server is told to stop


def run_server(settings: Settings, *, host: str, port: int, workers: int, root_path: str) -> None:
    """Serves until it is told to stop. Ends the program, with a line, for what cannot work."""
    set_up_log(settings)
    or_stop(open_models, settings)
    is_ready = or_stop(make_ready_if_there, settings)
    port = _free_port(host, port)
    if not is_ready:
        log.warning("%s Until then requests get 503.", database_away(settings.database_url))
    log.info(
        "lead-followup %s, database %s, drafts by %s, reviews by %s, http://%s:%d",
        VERSION,
        shown_url(settings.database_url),
        settings.model,
        settings.reviewing_model,
        host,
        port,
    )
    config = uvicorn.Config(
        "api.app:served",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        root_path=root_path,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    if workers == 1:
        server = uvicorn.Server(config)
        server.run()
        if not server.started:
            raise typer.Exit(1)
    else:
        sockets = [_shared_port(host, port) for _ in range(workers)]
        SocketEach(config, sockets).run()


class SocketEach(Multiprocess):
    """Processes with a listening socket each: the kernel shares out connections among them.

    Of one socket that all listen on, the first process that wakes takes whatever waits.
    """

    def init_processes(self) -> None:
        for listening in self.sockets:
            process = Process(self.config, [listening])
            process.start()
            self.processes.append(process)


def _shared_port(host: str, port: int) -> socket.socket:
    """A socket bound to an address that others may be bound to as well."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, kind, protocol, _, address = addresses[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind(address)
    listening.set_inheritable(True)
    return listening


def make_ready_if_there(settings: Settings) -> bool:
    """Whether the database is ready now; a server that is away is tried again with each request."""
    try:
        make_ready(settings.database_url, demo=settings.demo)
    except DatabaseUnavailable:
        return False
    return True


def _free_port(host: str, port: int) -> int:
    """The port, or for 0 one that is free. Ends the program where it cannot be listened on."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        stop(f"--host {host}: there is no such address.")
    family, kind, protocol, _, address = addresses[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            reason = error.strerror
            stop(f"Port {port} on {host} cannot be used ({reason}): choose another with --port.")
        return int(probe.getsockname()[1])
