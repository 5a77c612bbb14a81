"""What runs over a set of leads brought about: their records as JSON lines, one row a run, two runs compared."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any, Final

Record = dict[str, Any]

# Costliest mistake first. A column's figure over all records of a run.
COLUMNS: Final = (
    "leads",
    "must not be sent",
    "ungrounded",
    "wrong person",
    "policy misses",
    "held for a person",
    "variety",
    "words an e-mail",
    "reading level",
    "facts a touch",
    "model calls",
    "tokens",
    "ms a lead",
    "judge",
)


def row_of(records: Sequence[Record]) -> dict[str, float]:
    """The figures of a run. The first four count touches that were scheduled, so that 0 is the only good figure.

    The judge's is the mean score that a model gave, 0 to 100; not there where none was asked.
    """
    scores = [record["judge"] for record in records if record.get("judge") is not None]
    touches = [touch for record in records for touch in record["touches"]]
    scheduled = [touch for touch in touches if touch["status"] == "scheduled"]
    emails = [touch for touch in touches if touch["type"] == "email"]
    return {
        "leads": len(records),
        "must not be sent": sum(bool(touch["forbidden"]) for touch in scheduled),
        "ungrounded": sum("grounding" in touch["misses"] for touch in scheduled),
        "wrong person": sum(touch["wrong_person"] for touch in scheduled),
        "policy misses": sum(len(touch["misses"]) for touch in scheduled),
        "held for a person": sum(record["status"] == "needs_review" for record in records),
        "variety": round(variety(records), 2),
        "words an e-mail": round(mean([touch["words"] for touch in emails] or [0]), 1),
        "reading level": round(mean(touch["lix"] for touch in touches), 1),
        "facts a touch": round(mean(touch["lead_facts"] for touch in touches), 1),
        "model calls": sum(record["usage"]["calls"] for record in records),
        "tokens": sum(
            record["usage"]["input_tokens"] + record["usage"]["output_tokens"] for record in records
        ),
        "ms a lead": round(mean(record["ms"] for record in records), 1),
        **({"judge": round(mean(scores), 1)} if scores else {}),
    }


def variety(records: Sequence[Record]) -> float:
    """The mean share of five-word runs that two leads' first touches of one template do not have in common."""
    shares = []
    for one, other in combinations(records, 2):
        first, second = one["touches"][0], other["touches"][0]
        if first["template"] == second["template"] and first["type"] == second["type"]:
            a, b = _runs(first["content"]), _runs(second["content"])
            shares.append(1 - len(a & b) / max(min(len(a), len(b)), 1))
    return mean(shares) if shares else 1.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(*(words[i:] for i in range(5)), strict=False))


def misses_by_kind(records: Iterable[Record]) -> Counter[str]:
    return Counter(
        miss for record in records for touch in record["touches"] for miss in touch["misses"]
    )


def misses_table(runs: dict[str, Sequence[Record]]) -> str:
    """A Markdown table of what the rules found, by kind, commonest first: in all touches, those held included."""
    found = {name: misses_by_kind(records) for name, records in runs.items()}
    kinds = [kind for kind, _ in sum(found.values(), Counter[str]()).most_common()]
    if not kinds:
        return "No policy misses of any kind."
    lines = ["| policy misses | " + " | ".join(kinds) + " |", "|---|" + "---:|" * len(kinds)]
    lines += [
        f"| {name} | " + " | ".join(str(kept[kind]) for kind in kinds) + " |"
        for name, kept in found.items()
    ]
    return "\n".join(lines)


def lix(text: str) -> float:
    """How hard a text is to read: words a sentence plus the share of words of more than six letters, in percent.

    Bjornsson's Lasbarhetsindex (1968); below 30 is very easy, 40 to 50 newspaper prose, above 60 very hard. It needs no
    syllables, so that it is the same measure in both languages.
    """
    words = re.findall(r"[^\W\d_]+", text)
    sentences = [
        part for part in re.split(r"[.!?:]\s|\n", text) if re.search(r"\w+\W+\w+\W+\w", part)
    ]
    return len(words) / max(len(sentences), 1) + 100 * sum(len(word) > 6 for word in words) / max(
        len(words), 1
    )


def write(path: Path, records: Iterable[Record]) -> None:
    path.write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records),
        encoding="utf-8",
    )


def read(path: Path) -> list[Record]:
    """The records of a run. Raises ValueError for a file that is none."""
    records = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    if not records or not all(
        isinstance(record, dict) and "touches" in record for record in records
    ):
        raise ValueError(f"{path.name} holds no records of an evals run")
    return records


def table(rows: dict[str, dict[str, float]]) -> str:
    """A Markdown table, a row a run; "-" for a figure that a run does not have."""
    lines = ["| model | " + " | ".join(COLUMNS) + " |", "|---|" + "---:|" * len(COLUMNS)]
    lines += [
        f"| {name} | "
        + " | ".join(f"{row[column]:g}" if column in row else "-" for column in COLUMNS)
        + " |"
        for name, row in rows.items()
    ]
    return "\n".join(lines)


def changed(before: Sequence[Record], after: Sequence[Record]) -> list[str]:
    """A line for each lead whose outcome differs between two runs."""
    old = {record["lead"]: record for record in before}
    lines = []
    for record in after:
        was = old.get(record["lead"])
        if was is None:
            lines.append(f"{record['lead']}: new")
        elif (misses_by_kind([was]), was["status"]) != (misses_by_kind([record]), record["status"]):
            now = dict(misses_by_kind([record]))
            lines.append(
                f"{record['lead']}: {was['status']} {dict(misses_by_kind([was]))} -> {record['status']} {now}"
            )
    return lines
