"""Postgres behind pgbouncer in transaction mode, where the next statement may run on another
connection.
"""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from graph.workflow import build
from tests.conftest import NOW
from tests.postgres import PostgresServer
from tests.processes import free_port
from tools.db.engine import open_engine, sessions_of
from tools.db.migrate import migrate
from tools.db.ready import make_ready

SETTINGS = """
[databases]
leads = host=127.0.0.1 port={server_port} dbname={database} user=leads
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = 3
unix_socket_dir =
ignore_startup_parameters = extra_float_digits
"""


@pytest.fixture
def bouncer(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a database with the demo data, by way of pgbouncer."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    database = postgres.new_database("bounced")
    migrate(database)
    make_ready(database, demo=True)
    port = free_port()
    settings = postgres.folder / "pgbouncer.ini"
    settings.write_text(SETTINGS.format(server_port=postgres.port, database="bounced", port=port))
    command = [program, "-q", str(settings)]
    bouncer = subprocess.Popen(command, **postgres.as_its_user)
    try:
        _wait_for_port(port)
        yield f"postgresql://leads@127.0.0.1:{port}/leads?pgbouncer=true"
    finally:
        bouncer.terminate()
        bouncer.wait(10)


def _wait_for_port(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("pgbouncer did not start")


async def test_many_commands_at_once_are_saved_by_way_of_pgbouncer(bouncer: str) -> None:
    engine = open_engine(bouncer)
    graph = build(sessions=sessions_of(engine), clock=lambda: NOW)
    leads = [("site_456", "lead_789"), ("site_456", "lead_priya"), ("site_es", "lead_lucia")] * 4
    runs = (graph.ainvoke({"site_id": site, "lead_id": lead}) for site, lead in leads)
    results = await asyncio.gather(*runs)
    assert all(result["saved_to_database"] for result in results)
    await engine.dispose()
