"""A running program's log, spans and metrics, and that none of them holds a lead's data."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.factories import example_request
from tests.fakes import chat_server
from tests.model_answers import GOOD_MODEL
from tests.processes import free_port, running

LEAD = (b"Jane", b"Acme", b"content creation", b"example.com")


@dataclass
class Collector:
    url: str
    bodies: dict[str, list[bytes]] = field(default_factory=dict)  # path -> what was sent there

    @property
    def everything(self) -> bytes:
        return b"".join(body for bodies in self.bodies.values() for body in bodies)


@contextmanager
def collector() -> Iterator[Collector]:
    """Takes whatever is posted, as an OTLP or LangSmith server does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sink.bodies.setdefault(self.path, []).append(body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PATCH = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink = Collector(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def one_command(folder: Path, demo_database: Path, **env: str) -> tuple[dict[str, Any], str]:
    """(a command that a served program has run with a model, the program's log)."""
    shutil.copy(demo_database, folder / "leads.db")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with chat_server(GOOD_MODEL) as model:
        defaults = {
            "DATABASE_URL": f"sqlite:///{folder}/leads.db",
            "LEAD_FOLLOWUP_MODEL": "openai:test-model",
            "OPENAI_BASE_URL": model.url,
            "LEAD_FOLLOWUP_LOG_FORMAT": "json",
        }
        serve = ["lead-followup", "serve", "--port", str(port)]
        with (
            running(serve, env=defaults | env, cwd=folder, ready=f"{address}/openapi.json"),
            httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
        ):
            answer = client.post("/api/agents/sales/leadFollowUp", json=example_request()).json()[
                "data"
            ]
            command = client.get(f"/api/commands/{answer['command_id']}").json()["data"]
    return command, "".join(log.read_text() for log in folder.glob("lead-followup-*.log"))


def test_the_log_names_command_and_node_and_holds_nothing_of_the_lead(
    demo_database: Path, tmp_path: Path
) -> None:
    command, log = one_command(tmp_path, demo_database, LEAD_FOLLOWUP_LOG_LEVEL="DEBUG")
    lines = [json.loads(line) for line in log.splitlines()]
    steps = [line for line in lines if line["message"] == "step ended"]
    assert [step["node"] for step in steps if step["command_id"] == command["command_id"]] == [
        step["node"] for step in steps
    ]
    nodes = {step["node"] for step in command["steps"]} - {"load_context"}  # done by the request
    assert {step["node"] for step in steps} == nodes | {"persist"}
    assert next(step for step in steps if step["node"] == "sales_agent")["tokens"] == 15
    assert [word for word in LEAD if word.decode() in log] == []


def test_spans_and_metrics_go_to_the_otlp_endpoint_without_the_leads_data(
    demo_database: Path, tmp_path: Path
) -> None:
    with collector() as sink:
        command, _ = one_command(tmp_path, demo_database, OTEL_EXPORTER_OTLP_ENDPOINT=sink.url)
    spans = [span for body in sink.bodies["/v1/traces"] for span in spans_of(body)]
    names = [span.name for span in spans]
    nodes = {
        "load_context",
        "sales_agent",
        "sales_manager",
        "customer_success",
        "decide",
        "persist",
    }
    assert nodes <= set(names)
    assert names.count("chat openai:test-model") == 3
    steps = [span for span in spans if span.name in nodes or span.name.startswith("chat ")]
    trace_ids = {span.trace_id for span in steps}
    assert len(trace_ids) == 1, "one command is one trace"
    root = next(span for span in spans if span.name == "lead_followup.command")
    assert {a.key: a.value.string_value for a in root.attributes}["command_id"] == command[
        "command_id"
    ]
    metrics = {metric for body in sink.bodies["/v1/metrics"] for metric in metrics_of(body)}
    assert {
        "lead_followup.commands",
        "lead_followup.step.duration",
        "gen_ai.client.token.usage",
    } <= metrics
    assert [word for word in LEAD if word in sink.everything] == []


def test_prompts_are_in_the_spans_only_where_that_is_asked_for(
    demo_database: Path, tmp_path: Path
) -> None:
    with collector() as sink:
        one_command(
            tmp_path,
            demo_database,
            OTEL_EXPORTER_OTLP_ENDPOINT=sink.url,
            LEAD_FOLLOWUP_TRACE_CONTENT="true",
        )
    assert b"Jane" in b"".join(sink.bodies["/v1/traces"])


@pytest.mark.parametrize("tracing", [True, False])
def test_langsmith_hears_of_a_command_only_when_its_own_variable_says_so(
    demo_database: Path, tmp_path: Path, tracing: bool
) -> None:
    with collector() as sink:
        variables = {"LANGSMITH_ENDPOINT": sink.url, "LANGSMITH_API_KEY": "test"}
        one_command(
            tmp_path,
            demo_database,
            **variables,
            **({"LANGSMITH_TRACING": "true"} if tracing else {}),
        )
    assert bool(sink.bodies) is tracing


def spans_of(body: bytes) -> Iterator[Any]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        for scope in resource.scope_spans:
            yield from scope.spans


def metrics_of(body: bytes) -> Iterator[str]:
    for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
        for scope in resource.scope_metrics:
            yield from (metric.name for metric in scope.metrics)
