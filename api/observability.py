"""How a running program is seen: its log lines, and, where an OTLP endpoint is configured, its spans and metrics."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

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
)


class Lines(logging.Formatter):
    """One line a record: text with key=value pairs, or JSON."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            name: value for name in FIELDS if (value := getattr(record, name, None)) is not None
        }
        if not self._as_json:
            return " ".join(
                [super().format(record), *(f"{name}={value}" for name, value in fields.items())]
            )
        told: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told | fields, ensure_ascii=False)


def set_up_log(settings: Settings) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(as_json=settings.log_format == "json"))
    logging.basicConfig(
        level=max(logging.INFO, logging.getLevelName(settings.log_level)),
        handlers=[handler],
        force=True,
    )
    logging.getLogger("lead_followup").setLevel(settings.log_level)
    logging.getLogger("httpx").setLevel(
        logging.WARNING
    )  # a line a model call, with nothing in it that our own has not
    logging.getLogger("alembic").setLevel(
        logging.WARNING
    )  # it tells each start which database it speaks to


@asynccontextmanager
async def telemetry(settings: Settings) -> AsyncIterator[None]:
    """Sends spans and metrics to the OTLP endpoint, over HTTP, until the end; without one, nothing is imported.

    Raises TelemetryNotInstalled.
    """
    if not settings.otlp_endpoint:
        yield
        return
    stop = await asyncio.to_thread(_start, settings.otlp_endpoint.rstrip("/"))
    try:
        yield
    finally:
        await asyncio.to_thread(stop)  # it sends what is left


def _start(endpoint: str) -> Callable[[], None]:
    try:
        from opentelemetry import metrics, trace
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise TelemetryNotInstalled from error
    resource = Resource.create({"service.name": "lead-followup"})
    tracer = TracerProvider(resource=resource)
    tracer.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces")))
    reader = PeriodicExportingMetricReader(OTLPMetricExporter(f"{endpoint}/v1/metrics"))
    meter = MeterProvider(resource=resource, metric_readers=[reader])
    trace.set_tracer_provider(tracer)
    metrics.set_meter_provider(meter)

    def stop() -> None:
        tracer.shutdown()
        meter.shutdown()

    return stop
