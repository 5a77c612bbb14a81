"""What is wrong with a request, in sentences that name each field as it was sent."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic.alias_generators import to_camel, to_snake
from pydantic_core import ErrorDetails

from tools.intake.fields import OWN_ERRORS

MAX_SENTENCES: Final = 5
MESSAGES: Final = {  # by Pydantic's type of error
    "missing": "is required",
    "string_type": "expected a text",
    "string_pattern_mismatch": "expected 1 to 64 letters, digits, `_` and `-`",
    "tuple_type": "expected a list",
    "model_type": "expected an object",
    "model_attributes_type": "expected an object",
    "mapping_type": "expected an object",
}
EXAMPLES: Final = {
    "previousInteractions": (
        'for example [{"date": "2024-04-20", "type": "call", "summary": "Discussed pricing"}]'
    ),
    "leadData": 'for example {"name": "Jane Smith", "pain_points": ["measuring ROI"]}',
    "productInterest": 'for example ["content automation"]',
    "followUpInterval": 'for example "3 days"',
}


def sentences_of(
    faults: Sequence[ErrorDetails], body: Mapping[str, Any], fields: Sequence[str]
) -> str:
    """One sentence for each fault, the first five of them; a lead's own words are not repeated.

    `fields` are the names of the request's fields in snake_case.
    """
    sentences = []
    for fault in faults[:MAX_SENTENCES]:
        sentences.append(_sentence(fault, body, fields))
    rest = len(faults) - MAX_SENTENCES
    if rest > 0:
        sentences.append(f"And {rest} more.")
    return " ".join(sentences)


def _sentence(fault: ErrorDetails, body: Mapping[str, Any], fields: Sequence[str]) -> str:
    path = [str(part) for part in fault["loc"]]
    if not path:
        return f"The body: {_problem(fault)}."
    if fault["type"] == "missing" and len(path) == 1:
        path = [_as_sent(path[0], body, fields)]
    example = EXAMPLES.get(to_camel(path[0]))
    if example and fault["type"] in MESSAGES:
        return f"{'.'.join(path)}: {_problem(fault)}, {example}."
    return f"{'.'.join(path)}: {_problem(fault)}."


def _problem(fault: ErrorDetails) -> str:
    kind = fault["type"]
    if kind in MESSAGES:
        return MESSAGES[kind]
    if kind == "too_long":
        return f"is too long: at most {fault['ctx']['max_length']} items"
    if kind == "string_too_long":
        return f"is too long: at most {fault['ctx']['max_length']} characters"
    if kind in OWN_ERRORS:
        return fault["msg"]
    return fault["msg"].removeprefix("Value error, ")


def _as_sent(field: str, body: Mapping[str, Any], fields: Sequence[str]) -> str:
    """A missing field in the caller's spelling: its own, if it was sent as null, or the others'."""
    snake, camel = to_snake(field), to_camel(to_snake(field))
    if snake in body:
        return snake
    if camel in body or not _is_snake_case(body, fields):
        return camel
    return snake


def _is_snake_case(body: Mapping[str, Any], fields: Sequence[str]) -> bool:
    """Whether the caller writes snake_case; one who mixes both, or sends no field, does not."""
    names = body.keys() & set(fields)
    camel_names = body.keys() & {to_camel(field) for field in fields}
    return bool(names) and not camel_names
