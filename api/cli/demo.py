"""The demo: the real server on a free loopback port, the example request over real HTTP, the answer
as a timeline.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import uvicorn
from rich.console import Console

from api.app import create_app
from api.cli.printing import print_command
from api.routes.lead_follow_up import PATH
from tools.settings import Settings

START_S = 30


def run_demo(settings: Settings, request: dict[str, Any], console: Console) -> None:
    """Serves, asks, prints, stops.

    Raises httpx.HTTPError where the server does not answer as documented.
    """
    with console.status("Making the demo database and starting the API"), served(settings) as url:
        console.print(f"The API listens on {url}")
        with httpx.Client(base_url=url, timeout=settings.wait_s + 30, trust_env=False) as client:
            console.print(f"POST {PATH} with the example request")
            answer = client.post(PATH, json=request).raise_for_status().json()["data"]
            command = (
                client.get(f"/api/commands/{answer['command_id']}")
                .raise_for_status()
                .json()["data"]
            )
    lead = request.get("leadData", {})
    console.print(
        f"\n[bold]{lead.get('name')}[/], {lead.get('position')} at {lead.get('company')}: "
        f"{command['context']}\n"
    )
    print_command(console, command)


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The API on a free loopback port, in a thread, until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + START_S
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        if not server.started:
            raise RuntimeError("The API did not start.")
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
