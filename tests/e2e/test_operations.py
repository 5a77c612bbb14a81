"""The served program as those who run it see it."""

import json
import os
import re
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.factories import example_request
from tests.processes import BIN, free_port, running
from tools.version import VERSION

PATH = "/api/agents/sales/leadFollowUp"


class Served:
    """A program that serves: its address, its folder, what it has logged."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)

    def log(self) -> list[str]:
        [path] = self.folder.glob("lead-followup-*.log")
        return path.read_text().splitlines()


@pytest.fixture(scope="module")
def served(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Behind a proxy's prefix, open to one other origin and host."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(demo_database, folder / "lead_followup.db")
    port = free_port()
    env = {
        "LEAD_FOLLOWUP_CORS_ORIGINS": "https://crm.example.com",
        "LEAD_FOLLOWUP_ALLOWED_HOSTS": "leads.example.com",
        "LEAD_FOLLOWUP_SLOTT": "3",
    }
    serve = ["lead-followup", "serve", "--port", str(port), "--root-path", "/leads"]
    ready = f"http://127.0.0.1:{port}/readyz"
    with running(serve, env=env, cwd=folder, ready=ready):
        program = Served(folder, port)
        yield program
        program.client.close()


def test_one_line_says_what_was_started(served: Served) -> None:
    starts = [line for line in served.log() if "http://127.0.0.1" in line]
    assert len(starts) == 1, served.log()
    for words in (VERSION, "lead_followup.db", "drafts by playbook", f":{served.port}"):
        assert words in starts[0]
    assert not [line for line in served.log() if "uvicorn" in line.lower()]


def test_an_unknown_name_is_warned_of_once(served: Served) -> None:
    warnings = [line for line in served.log() if "LEAD_FOLLOWUP_SLOTT" in line]
    assert len(warnings) == 1


def test_a_commands_end_is_one_line(served: Served) -> None:
    answer = served.client.post(PATH, json=example_request()).json()["data"]
    lines = [line for line in served.log() if answer["command_id"] in line]
    assert len(lines) == 1
    for words in ("status=completed", "duration_ms=", "calls=0", "tokens=0"):
        assert words in lines[0]


def test_health_readiness_and_version_are_told(served: Served) -> None:
    assert served.client.get("/healthz").json() == {"status": "ok"}
    ready = {"ready": True, "database": "ok", "queue": "ok"}
    assert served.client.get("/readyz").json() == ready
    assert served.client.get("/version").json() == {"version": VERSION}


def test_metrics_are_in_prometheus_format(served: Served) -> None:
    served.client.post(PATH, json=example_request())
    answer = served.client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert re.search(r"^lead_followup_commands.*status=.* [1-9]", answer.text, re.MULTILINE)
    assert "lead_followup_step_duration" in answer.text


def test_addresses_hold_the_proxys_prefix(served: Served) -> None:
    answer = served.client.post(PATH, json=example_request())
    assert answer.headers["Location"].startswith("/leads/api/commands/")
    root = served.client.get("/")
    assert (root.status_code, root.headers["Location"]) == (307, "docs")


def test_the_documentation_needs_no_other_server(served: Served) -> None:
    page = served.client.get("/docs").text
    assert re.findall(r"https?://[^\"' ]+", page) == []
    assert "/leads/openapi.json" in page
    for address in re.findall(r"(?:src|href)=\"/leads(/[^\"]+)\"", page):
        assert served.client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:8000"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "leads.example.com"}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:8000"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://crm.example.com"}, 200),
        ({"Host": "localhost:8000", "Origin": "http://localhost:8000"}, 200),
        ({"Host": "localhost:8000", "Origin": "http://localhost:9000"}, 403),
    ],
)
def test_a_loopback_server_takes_changes_from_its_own_names_and_pages(
    served: Served, headers: dict[str, str], status: int
) -> None:
    key = {"Idempotency-Key": "one"}
    answer = served.client.post(PATH, json=example_request(), headers=headers | key)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert answer.json()["error"]["code"] == "FORBIDDEN"


def test_an_origin_that_is_set_may_ask_first(served: Served) -> None:
    ask = {"Access-Control-Request-Method": "POST", "Origin": "https://crm.example.com"}
    allowed = served.client.options(PATH, headers=ask)
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://crm.example.com"
    refused = served.client.options(PATH, headers=ask | {"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_a_compressed_body_is_told_as_such(served: Served) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    answer = served.client.post(PATH, content=b"\x1f\x8b", headers=headers)
    assert answer.status_code == 415
    assert "compressed (gzip)" in answer.json()["error"]["message"]


def test_who_does_not_wait_is_told_when_to_ask_again(served: Served) -> None:
    prefer = [("Prefer", "return=minimal"), ("Prefer", "respond-async")]
    answer = served.client.post(PATH, json=example_request(), headers=prefer)
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert int(answer.headers["Retry-After"]) > 0


def test_a_stream_goes_on_behind_the_last_event_that_came(served: Served) -> None:
    address = served.client.post(PATH, json=example_request()).headers["Location"]
    address = address.removeprefix("/leads") + "/events"
    whole = re.findall(r"^id: (\d+)$", served.client.get(address).text, re.MULTILINE)
    rest = served.client.get(address, headers={"Last-Event-ID": whole[2]}).text
    assert re.findall(r"^id: (\d+)$", rest, re.MULTILINE) == whole[3:]


@pytest.mark.parametrize("sent", ["half a body", "a whole request"])
def test_who_goes_away_in_the_middle_is_no_error(served: Served, sent: str) -> None:
    body = json.dumps(example_request()).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(head.encode() + (body[:20] if sent == "half a body" else body))
    served.client.post(PATH, json=example_request())
    assert not [line for line in served.log() if "error" in line.lower()]


def test_files_it_makes_are_for_their_owner_alone(tmp_path: Path) -> None:
    port = free_port()
    serve = ["lead-followup", "serve", "--demo", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with running(serve, env={}, cwd=tmp_path, ready=f"{address}/readyz"):
        httpx.post(f"{address}{PATH}", json=example_request(), trust_env=False, timeout=60)
        files = list(tmp_path.glob("lead_followup.db*"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files}
    assert len(modes) >= 2
    assert set(modes.values()) == {0o600}, modes


def test_the_last_line_of_the_demo_works_as_typed(tmp_path: Path) -> None:
    environment = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    demo = subprocess.run(
        [str(BIN / "lead-followup"), "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    command = demo.stdout.strip().splitlines()[-1].strip()
    port = free_port()
    typed = f"exec env {command} --port {port}"
    serve = ["sh", "-c", typed]
    address = f"http://127.0.0.1:{port}"
    with running(serve, env=environment, cwd=tmp_path, ready=f"{address}/readyz"):
        answer = httpx.post(f"{address}{PATH}", json=example_request(), trust_env=False, timeout=60)
    assert answer.status_code == 200


def test_the_version_is_told() -> None:
    program = [str(BIN / "lead-followup"), "--version"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert done.stdout == f"lead-followup {VERSION}\n"


def test_the_help_of_configure_shows_the_tables_of_its_file() -> None:
    program = [str(BIN / "lead-followup"), "configure", "--help"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    text = " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.stdout).split())
    assert "[[sites]], [[users]], [[agents]] and [[products]]" in text
