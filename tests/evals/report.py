"""What a run over the eval leads gave: its records as JSON lines, its figures, two runs compared.

`python -m tests.evals.report compare A B` prints both runs' figures, and each lead that differs.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any, Final

Record = dict[str, Any]
Runs = Mapping[str, Sequence[Record]]  # a run's name -> its records

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
    """The figures of a run, by column.

    Those from "must not be sent" to "policy misses" count touches that were scheduled: only 0 is
    good. "judge" is the mean score that a model gave, 0 to 100; absent where none was asked.
    """
    touches = [touch for record in records for touch in record["touches"]]
    scheduled = [touch for touch in touches if touch["status"] == "scheduled"]
    emails = [touch for touch in touches if touch["type"] == "email"]
    usages = [record["usage"] for record in records]
    row = {
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
        "model calls": sum(usage["calls"] for usage in usages),
        "tokens": sum(usage["input_tokens"] + usage["output_tokens"] for usage in usages),
        "ms a lead": round(mean(record["ms"] for record in records), 1),
    }
    scores = [record["judge"] for record in records if record.get("judge") is not None]
    if scores:
        row["judge"] = round(mean(scores), 1)
    return row


def variety(records: Sequence[Record]) -> float:
    """The mean share of five-word runs that two leads' first touches do not have in common.

    Only touches of one template and channel are compared; 1.0 where there are no two.
    """
    shares = []
    for one, other in combinations(records, 2):
        first, second = one["touches"][0], other["touches"][0]
        if first["template"] == second["template"] and first["type"] == second["type"]:
            a, b = _five_word_runs(first["content"]), _five_word_runs(second["content"])
            shares.append(1 - len(a & b) / max(min(len(a), len(b)), 1))
    return mean(shares) if shares else 1.0


def _five_word_runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(*(words[i:] for i in range(5)), strict=False))


def misses_by_kind(records: Iterable[Record]) -> Counter[str]:
    """How often each rule had something against a touch, in those held for a person too."""
    counts = Counter[str]()
    for record in records:
        for touch in record["touches"]:
            counts.update(touch["misses"])
    return counts


def misses_table(runs: Runs) -> str:
    """A Markdown table of what the rules had against the touches, by kind, commonest first."""
    counts = {name: misses_by_kind(records) for name, records in runs.items()}
    totals = sum(counts.values(), Counter[str]())
    kinds = [kind for kind, _ in totals.most_common()]
    if not kinds:
        return "No policy misses of any kind."
    lines = _head("policy misses", kinds)
    for name, count in counts.items():
        lines.append(_line(name, [str(count[kind]) for kind in kinds]))
    return "\n".join(lines)


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """A Markdown table, a row a run; "-" for a figure that a run does not have."""
    lines = _head("model", COLUMNS)
    for name, row in rows.items():
        cells = [f"{row[column]:g}" if column in row else "-" for column in COLUMNS]
        lines.append(_line(name, cells))
    return "\n".join(lines)


def _head(title: str, columns: Sequence[str]) -> list[str]:
    return [_line(title, columns), "|---|" + "---:|" * len(columns)]


def _line(title: str, cells: Sequence[str]) -> str:
    return f"| {title} | {' | '.join(cells)} |"


def lix(text: str) -> float:
    """How hard a text is to read: words a sentence, plus the percentage of words over six letters.

    Bjornsson's Lasbarhetsindex (1968); below 30 is very easy, 40 to 50 newspaper prose, above 60
    very hard. It needs no syllables, so it is the same measure in both languages.
    """
    words = re.findall(r"[^\W\d_]+", text)
    parts = re.split(r"[.!?:]\s|\n", text)
    sentences = [part for part in parts if re.search(r"\w+\W+\w+\W+\w", part)]
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / max(len(sentences), 1) + 100 * long_words / max(len(words), 1)


def write(path: Path, records: Iterable[Record]) -> None:
    """Writes the records of a run, a line each."""
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_text("".join(lines), encoding="utf-8")


def read(path: Path) -> list[Record]:
    """The records of a run. Raises ValueError for a file that has none, OSError for no file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        records = [json.loads(line) for line in lines if line.strip()]
    except json.JSONDecodeError:
        records = []
    if not records or not all(_is_record(record) for record in records):
        raise ValueError(f"{path} holds no records of an evals run.")
    return records


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and "touches" in value


def differences(before: Iterable[Record], after: Iterable[Record]) -> list[str]:
    """A line for each lead whose status or misses differ between two runs, or that is new."""
    earlier = {record["lead"]: record for record in before}
    lines = []
    for record in after:
        lead = record["lead"]
        if lead not in earlier:
            lines.append(f"{lead}: new")
        elif _outcome(earlier[lead]) != _outcome(record):
            lines.append(f"{lead}: {_outcome(earlier[lead])} -> {_outcome(record)}")
    return lines


def _outcome(record: Record) -> str:
    misses = dict(sorted(misses_by_kind([record]).items()))
    return f"{record['status']} {misses}"


def compare(before: Path, after: Path) -> str:
    """Both runs' figures as a table, and a line for each lead that differs. Raises as `read`."""
    runs = {str(path): read(path) for path in (before, after)}
    rows = {name: row_of(records) for name, records in runs.items()}
    lines = differences(runs[str(before)], runs[str(after)])
    return "\n".join([table(rows), *lines])


def main() -> None:
    """The command line. Ends with one line on standard error for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.report", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("compare", help="compare two runs over the eval leads")
    command.add_argument("before", type=Path, help="the records of one run, as JSON lines")
    command.add_argument("after", type=Path, help="the records of another")
    arguments = parser.parse_args()
    try:
        print(compare(arguments.before, arguments.after))
    except (OSError, ValueError) as error:
        raise SystemExit(f"Error: {error}") from error


if __name__ == "__main__":
    main()
