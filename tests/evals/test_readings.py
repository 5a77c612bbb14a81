"""Blind readings: their figures, and whether they are of the texts as they are now."""

from datetime import date

import pytest
from pydantic import ValidationError

from tests.evals.readings import Reading, fingerprint_of, readings, summary
from tests.evals.report import Record

TOUCH = {"type": "email", "subject": "A", "content": "B", "script": None}
RECORDS: list[Record] = [{"lead": "nora qualified en", "touches": [TOUCH]}]


def verdict(**changes: object) -> Reading:
    fields = {
        "lead": "nora",
        "reader": "one",
        "sendable": True,
        "date": date(2026, 3, 1),
        "texts": fingerprint_of(RECORDS[0]),
    }
    return Reading.model_validate(fields | changes)


def test_the_share_that_could_be_sent_is_told_by_reading_and_by_lead() -> None:
    verdicts = [verdict(), verdict(reader="two"), verdict(reader="three", sendable=False)]
    lines = summary(verdicts, RECORDS).splitlines()
    assert lines[0].startswith("2 of 3 blind readings")
    assert lines[1].startswith("1 of 1 leads")


def test_a_text_that_has_changed_since_it_was_read_is_told() -> None:
    changed: list[Record] = [{"lead": "nora qualified en", "touches": [{**TOUCH, "content": "C"}]}]
    assert "0 of 1 readings are of texts that have changed" in summary([verdict()], RECORDS)
    assert "1 of 1 readings are of texts that have changed" in summary([verdict()], changed)


def test_what_stops_readers_is_told_commonest_first() -> None:
    verdicts = [verdict(stops=["stiff", "long"]), verdict(stops=["long"])]
    assert summary(verdicts, RECORDS).splitlines()[-2:] == ["- long (2)", "- stiff (1)"]


def test_without_readings_that_is_said() -> None:
    assert summary([], RECORDS) == "No blind readings yet."


def test_each_line_of_the_file_is_a_verdict() -> None:
    readings()
    with pytest.raises(ValidationError):
        Reading.model_validate_json('{"lead": "nora"}')
