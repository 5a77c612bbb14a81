"""How a running program is seen: its log lines, its metrics, and, where an OTLP endpoint is
configured, its spans.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Final

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter

from tools.errors import TelemetryNotInstalled
from tools.settings import Settings

FIELDS: Final = (
    "command_id",
    "node",
    "round",
    "attempt",
    "duration_ms",
    "calls",
    "tokens",
    "decision",
    "status",
    "code",
)
QUIET: Final = {
    "alembic": logging.WARNING,  # it tells each start which database it speaks to
    "httpx": logging.WARNING,  # a line for each model call
    "httpx2": logging.WARNING,
    "uvicorn.error": logging.WARNING,  # its start lines: ours says more
}


def set_up_log(settings: Settings) -> None:
    """One line a record, as text or JSON, on standard error.

    Libraries' loggers stay at INFO: below, some of them show what they send, and so leads' data.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(as_json=settings.log_format == "json"))
    level = logging.getLevelName(settings.log_level)
    logging.basicConfig(level=max(logging.INFO, level), handlers=[handler], force=True)
    logging.getLogger("lead_followup").setLevel(level)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, level))


def formatter(*, as_json: bool) -> logging.Formatter:
    """Lines with the fields that we know of, and no other attribute of a record."""
    before: list[Any] = [
        ExtraAdder(allow=FIELDS),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", key="time"),
    ]
    if as_json:
        render: list[Any] = [
            structlog.processors.format_exc_info,
            structlog.processors.EventRenamer("message"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        render = [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, timestamp_key="time")]
    return ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[ProcessorFormatter.remove_processors_meta, *render],
    )


@asynccontextmanager
async def telemetry(settings: Settings) -> AsyncIterator[None]:
    """Counts what /metrics shows; with an OTLP endpoint, sends spans and metrics there until the
    end.

    Raises TelemetryNotInstalled.
    """
    endpoint = settings.otlp_endpoint and settings.otlp_endpoint.rstrip("/")
    providers = await asyncio.to_thread(_start, endpoint)
    try:
        yield
    finally:
        for provider in providers:
            await asyncio.to_thread(provider.force_flush)


@cache
def _start(endpoint: str | None) -> tuple[Any, ...]:
    """OpenTelemetry's providers, of which a process can have one of each kind."""
    from opentelemetry import metrics, trace
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource

    resource = Resource.create({"service.name": "lead-followup"})
    if endpoint is None:
        meter = MeterProvider(resource=resource, metric_readers=[_prometheus()])
        metrics.set_meter_provider(meter)
        return (meter,)
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise TelemetryNotInstalled from error
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    sent = PeriodicExportingMetricReader(OTLPMetricExporter(f"{endpoint}/v1/metrics"))
    meter = MeterProvider(resource=resource, metric_readers=[_prometheus(), sent])
    tracer = TracerProvider(resource=resource)
    tracer.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces")))
    metrics.set_meter_provider(meter)
    trace.set_tracer_provider(tracer)
    return (meter, tracer)


@cache
def _prometheus() -> Any:
    from opentelemetry.exporter.prometheus import PrometheusMetricReader

    return PrometheusMetricReader()


def prometheus_text() -> tuple[bytes, str]:
    """(the metrics of this process in Prometheus' format, its content type)."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return generate_latest(), CONTENT_TYPE_LATEST
