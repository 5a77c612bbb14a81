"""Our programs as a user starts them, on a free port, until the test is over."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

CHECKOUT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port on loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], *, env: Mapping[str, str], cwd: Path, ready: str
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, once `ready` answers 200; ended by SIGINT, or killed if it does not end."""
    log = cwd / f"{Path(command[0]).name}-{time.monotonic_ns()}.log"
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    with log.open("wb") as output:
        program = subprocess.Popen(
            [shutil.which(BIN / command[0]) or command[0], *command[1:]],
            cwd=cwd,
            env={**os.environ, "PATH": path, **env},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(program, ready, log)
        yield program
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGINT)  # to the whole group, as a terminal's Ctrl-C
            try:
                program.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()


def _wait_until_ready(
    program: "subprocess.Popen[bytes]", address: str, log: Path, seconds: float = 60
) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and program.poll() is None:
        try:
            if httpx.get(address, timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    lines = log.read_text(errors="replace")[-3000:]
    raise AssertionError(f"{program.args!r} did not answer at {address}:\n{lines}")
