"""A real Postgres server of the tests' own, on a free loopback port."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.processes import free_port

POSTGRES = Path("/usr/lib/postgresql")


def program(name: str) -> str:
    """The path of Postgres' newest installed program of that name; "" where there is none."""
    paths = sorted(POSTGRES.glob(f"*/bin/{name}"))
    if paths:
        return str(paths[-1])
    return shutil.which(name) or ""


class PostgresServer:
    """A server that can be stopped and started again.

    Postgres refuses to run as root: started by root, it runs as `postgres` or `nobody`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql://leads@127.0.0.1:{self.port}/postgres"
        user = None
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            user = "postgres" if "postgres" in names else "nobody"
            shutil.chown(folder, user)
        self.as_its_user: dict[str, Any] = {
            "user": user,
            "cwd": folder,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        initdb = [program("initdb"), "-D", "data", "-U", "leads", "-A", "trust"]
        subprocess.run(initdb, check=True, **self.as_its_user)

    def start(self) -> None:
        settings = ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=200"]
        command = [program("postgres"), "-D", "data", "-p", str(self.port), "-k", str(self.folder)]
        for setting in settings:
            command += ["-c", setting]
        self._server = subprocess.Popen(command, **self.as_its_user)
        self._wait_until_it_answers()

    def stop(self) -> None:
        """At once, whoever is still connected."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait(20)

    def _wait_until_it_answers(self) -> None:
        for _ in range(100):
            try:
                asyncio.run(self.execute("SELECT 1"))
                return
            except (OSError, asyncpg.PostgresError):
                time.sleep(0.1)
        raise AssertionError("Postgres did not start")

    async def execute(self, statement: str, url: str | None = None) -> None:
        """Runs a statement, on the database of that URL or on the server's first."""
        connection = await asyncpg.connect(url or self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def rows(self, query: str, url: str) -> list[tuple[object, ...]]:
        """The rows of a query on the database of that URL."""
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    def new_database(self, name: str) -> str:
        """The URL of an empty database."""
        asyncio.run(self.execute(f"CREATE DATABASE {name}"))
        return self.url.replace("/postgres", f"/{name}")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; skips the test where Postgres is not installed."""
    if not (program("initdb") and program("postgres")):
        pytest.skip("no Postgres server is installed")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # every user may enter the folder above it
    server = PostgresServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
