"""A JSON object as columns and values: nested objects become names such as `company.name`."""

import re
from collections.abc import Iterator
from typing import Any, Final

from tools.intake.permission import permissions_in
from tools.lead_files.columns import column_of

WRAPPERS: Final = frozenset({"properties", "fields", "customfields", "custom_fields"})
MAX_DEPTH: Final = 6
MAX_PAIRS: Final = 1_000
REFERENCE: Final = re.compile(r"_id$|Id$")  # "org_id": {"name": ...} is the organisation itself
LABELS: Final = ("label", "type", "name")
ADDRESSES: Final = ("value", "email", "phone", "number", "address")
Pair = tuple[str, Any]


def pairs_of(record: dict[str, Any]) -> list[Pair]:
    """The names and values of an object, in its order; at most 1,000."""
    pairs = []
    for pair in _pairs(record, "", 1):
        pairs.append(pair)
        if len(pairs) == MAX_PAIRS:
            break
    return pairs


def _pairs(record: dict[str, Any], path: str, depth: int) -> Iterator[Pair]:
    for key, value in record.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict) and key in WRAPPERS and depth < MAX_DEPTH:
            yield from _pairs(value, path, depth + 1)
        elif isinstance(value, dict | list) and depth < MAX_DEPTH:
            yield from _nested(name, value, depth)
        else:
            yield name, value


def _nested(name: str, value: Any, depth: int) -> Iterator[Pair]:
    """The pairs of an object or a list; what says whether a lead may be contacted stays whole."""
    if permissions_in(name, "") is not None:
        yield name, value
    elif isinstance(value, dict):
        yield from _object(name, value, depth)
    elif any(isinstance(part, dict) for part in value):
        for part in value:
            if isinstance(part, dict):
                yield from _entry(name, part, depth)
    else:
        yield name, value


def _object(name: str, value: dict[str, Any], depth: int) -> Iterator[Pair]:
    if "value" in value and "name" not in value:
        yield name, value["value"]
        return
    if column_of(name).field == "budget_range":
        yield name, value
        return
    yield from _pairs(value, REFERENCE.sub("", name), depth + 1)


def _entry(name: str, entry: dict[str, Any], depth: int) -> Iterator[Pair]:
    """An element such as {"label": "work", "value": "jane@example.com", "primary": true}."""
    for key in ADDRESSES:
        if key in entry and not isinstance(entry[key], dict | list):
            yield f"{name}{_label(name, entry)}", entry[key]
            return
    yield from _pairs(entry, REFERENCE.sub("", name), depth + 1)


def _label(name: str, entry: dict[str, Any]) -> str:
    """What the element calls itself, where the column is still read as before with it."""
    labels = ["primary"] if entry.get("primary") is True else []
    labels += [str(entry[key]) for key in LABELS if isinstance(entry.get(key), str)]
    field = column_of(name).field
    for label in labels:
        if column_of(f"{name}.{label}").field == field:
            return f".{label}"
    return ""
