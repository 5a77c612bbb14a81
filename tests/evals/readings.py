"""Blind readings: verdicts of people, or of models, who saw lead, history and text and no more.

`python -m tests.evals.readings` prints what there is to read, a lead a line, as JSON: its history,
its texts as the playbook has them now, and their fingerprint, which belongs into the verdict.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from graph.options import Models
from tests.evals.report import Record
from tests.evals.writers import cases, recorded_cases, records_by

FILE: Final = Path(__file__).with_name("readings.jsonl")
TEXTS: Final = ("type", "subject", "content", "script")
MOST_STOPS: Final = 5  # reasons that are printed


class Reading(BaseModel):
    """One reader's verdict on the sequence of a lead.

    `stops` are the reasons why it could not be sent unchanged; `texts` is the fingerprint of what
    was read.
    """

    model_config = ConfigDict(extra="forbid")
    lead: str
    reader: str
    sendable: bool
    stops: list[str] = []
    date: date
    texts: str


def readings(path: Path = FILE) -> list[Reading]:
    """The verdicts of a file; raises ValidationError for a line that is none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Reading.model_validate_json(line) for line in lines if line.strip()]


def fingerprint_of(record: Record) -> str:
    """Twelve hexadecimal digits that change with any word of a sequence."""
    texts = [[touch[name] for name in TEXTS] for touch in record["touches"]]
    return sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:12]


def lead_id_of(record: Record) -> str:
    """The lead that a record is about."""
    return str(record["lead"]).split(" ", maxsplit=1)[0]


def summary(verdicts: Sequence[Reading], records: Sequence[Record]) -> str:
    """The figures of the verdicts, in lines; says how many are of texts that have changed since."""
    if not verdicts:
        return "No blind readings yet."
    prints = {lead_id_of(record): fingerprint_of(record) for record in records}
    old = [verdict for verdict in verdicts if prints.get(verdict.lead) != verdict.texts]
    by_lead: dict[str, list[bool]] = {}
    for verdict in verdicts:
        by_lead.setdefault(verdict.lead, []).append(verdict.sendable)
    lines = [
        f"{_share(verdict.sendable for verdict in verdicts)} blind readings: could be sent as is.",
        f"{_share(map(_most, by_lead.values()))} leads: most of their readers say so.",
        f"{len(old)} of {len(verdicts)} readings are of texts that have changed since.",
    ]
    stops = Counter(stop for verdict in verdicts for stop in verdict.stops)
    lines += [f"- {stop} ({times})" for stop, times in stops.most_common(MOST_STOPS)]
    return "\n".join(lines)


def _most(verdicts: Sequence[bool]) -> bool:
    return 2 * sum(verdicts) > len(verdicts)


def _share(values: Any) -> str:
    """So many of so many: "27 of 30"."""
    truths = list(values)
    return f"{sum(truths)} of {len(truths)}"


def to_read(records: Sequence[Record]) -> list[Mapping[str, Any]]:
    """What a reader is shown of each lead, and the fingerprint that a verdict names."""
    entries = {case.lead.id: case for case in (*cases(), *recorded_cases())}
    sheets: list[Mapping[str, Any]] = []
    for record in records:
        case = entries[lead_id_of(record)]
        sheet: dict[str, Any] = {
            "lead": case.lead.model_dump(mode="json", exclude_defaults=True),
            "now": case.now.isoformat(),
            "history": [
                {**note, "date": str(note["date"])}
                for note in case.request["previous_interactions"]
            ],
            "texts": [{name: touch[name] for name in TEXTS} for touch in record["touches"]],
            "fingerprint": fingerprint_of(record),
        }
        sheets.append(sheet)
    return sheets


if __name__ == "__main__":
    for sheet in to_read(asyncio.run(records_by(Models()))):
        print(json.dumps(sheet, ensure_ascii=False))
