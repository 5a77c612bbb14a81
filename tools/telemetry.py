"""Spans and metrics by OpenTelemetry's API: they go nowhere until an application says where.

Names of ours start with lead_followup, those of model calls follow OpenTelemetry's conventions for
generative AI. No attribute holds a lead's data.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import metrics, trace
from opentelemetry.trace import Span, StatusCode

Attribute = str | int | float | bool
_TRACER: Final = trace.get_tracer("lead_followup")
_METER: Final = metrics.get_meter("lead_followup")

STEP_SECONDS: Final = _METER.create_histogram(
    "lead_followup.step.duration",
    unit="s",
    description="by node",
)
COMMANDS: Final = _METER.create_counter(
    "lead_followup.commands",
    unit="{command}",
    description="ended, by status",
)
FALLBACKS: Final = _METER.create_counter(
    "lead_followup.fallbacks",
    unit="{fallback}",
    description="steps whose model gave no answer, by node",
)
TOKENS: Final = _METER.create_counter(
    "gen_ai.client.token.usage",
    unit="{token}",
    description="by model and type",
)


@contextmanager
def span(name: str, **attributes: Attribute | None) -> Iterator[Span]:
    """A span around some work, which becomes the parent of those opened within.

    Of an error only the type is recorded: its message and its trace may hold a lead's data. In
    attributes' names, __ stands for a full stop; None is left out.
    """
    values = {}
    for key, value in attributes.items():
        if value is not None:
            values[key.replace("__", ".")] = value
    with _TRACER.start_as_current_span(
        name,
        attributes=values,
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield current
        except BaseException as error:
            current.set_status(StatusCode.ERROR, type(error).__name__)
            raise
