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

# Costliest mistake first. A figure over all records of a run.
FIGURES: Final = (
    "leads",
    "must not be sent",
    "sent back by rules",
    "findings of rules",
    "held for a person",
    "sentences without proof",
    "situations read wrongly",
    "leads told what is wrong for them",
    "near-repeats between touches",
    "subjects over six words",
    "flaws planted",
    "flaws named",
    "variety",
    "words an e-mail",
    "reading level",
    "facts a touch",
    "model calls",
    "tokens",
    "ms a lead",
    "judge",
)


def figures_of(records: Sequence[Record]) -> dict[str, float]:
    """The figures of a run, by name.

    "must not be sent" counts touches that were scheduled, and "sent back by rules" leads whose
    first drafts were. "judge" is the mean score that a model gave, 0 to 100; absent where none was
    asked, as flaws are where none were planted.
    """
    touches = [touch for record in records for touch in record["touches"]]
    scheduled = [touch for touch in touches if touch["status"] == "scheduled"]
    emails = [touch for touch in touches if touch["type"] == "email"]
    usages = [record["usage"] for record in records]
    figures: dict[str, float] = {
        "leads": len(records),
        "must not be sent": sum(bool(touch["forbidden"]) for touch in scheduled),
        "sent back by rules": sum(bool(record["rules"]) for record in records),
        "findings of rules": sum(len(record["rules"]) for record in records),
        "held for a person": sum(record["status"] == "needs_review" for record in records),
        "sentences without proof": sum(touch["unproved"] for touch in touches),
        "situations read wrongly": sum(_is_misread(record) for record in records),
        "leads told what is wrong for them": sum(bool(record["wrong_words"]) for record in records),
        "near-repeats between touches": sum(record["repeats"] for record in records),
        "subjects over six words": sum(touch["long_subject"] for touch in touches),
        "variety": round(variety(records), 2),
        "words an e-mail": round(mean([touch["words"] for touch in emails] or [0]), 1),
        "reading level": round(mean(touch["lix"] for touch in touches), 1),
        "facts a touch": round(mean(touch["lead_facts"] for touch in touches), 1),
        "model calls": sum(usage["calls"] for usage in usages),
        "tokens": sum(usage["input_tokens"] + usage["output_tokens"] for usage in usages),
        "ms a lead": round(mean(record["ms"] for record in records), 1),
    }
    flaws = sum(record.get("flaws", 0) for record in records)
    if flaws:
        named = sum(record["named"] for record in records)
        figures |= {"flaws planted": flaws, "flaws named": named}
    scores = [record["judge"] for record in records if record.get("judge") is not None]
    if scores:
        figures["judge"] = round(mean(scores), 1)
    return figures


def _is_misread(record: Record) -> bool:
    return record["expected"] is not None and record["situation"] != record["expected"]


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


def rules_by_name(records: Iterable[Record]) -> Counter[str]:
    """How often each rule sent a first draft back."""
    counts = Counter[str]()
    for record in records:
        counts.update(record["rules"])
    return counts


def table(columns: Mapping[str, Mapping[str, float]], rows: Sequence[str] = FIGURES) -> str:
    """A Markdown table, a column a run and a row a figure; "-" for one that a run does not have.

    Rows that no run has are left out.
    """
    lines = [_line("", list(columns)), "|---|" + "---:|" * len(columns)]
    for name in rows:
        cells = [f"{figures[name]:g}" if name in figures else "-" for figures in columns.values()]
        if set(cells) != {"-"}:
            lines.append(_line(name, cells))
    return "\n".join(lines)


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
    """A line for each lead whose status or findings differ between two runs, or that is new."""
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
    rules = dict(sorted(rules_by_name([record]).items()))
    return f"{record['status']} {rules}"


def compare(before: Path, after: Path) -> str:
    """Both runs' figures as a table, and a line for each lead that differs. Raises as `read`."""
    runs = {str(path): read(path) for path in (before, after)}
    columns = {name: figures_of(records) for name, records in runs.items()}
    lines = differences(runs[str(before)], runs[str(after)])
    return "\n".join([table(columns), *lines])


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
