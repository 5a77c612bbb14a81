"""What a model's answer may look like, and the schema that it is asked for by."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from agents.chat.answers import Unreadable, read_answer
from agents.chat.refusals import cause_of, shown, text_in
from agents.chat.schemas import response_format_of, strict_schema
from agents.review import ReviewAnswer
from agents.sales_agent import SequenceAnswer


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["email", "call"]
    note: str | None


class Whole(BaseModel):
    """A whole."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, description="a few words")
    level: Literal["high", "low"] | None = None
    parts: list[Part]


WHOLE = {"title": "a", "level": None, "parts": [{"kind": "call", "note": None}]}


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "a", "parts": [{"kind": "call"}]}',
        'Use {braces} and {"more": 1} first: {"title": "a", "parts": [{"kind": "call"}]}',
        '{"title": "a", "parts": [{"kind": "call", "why": "x"}], "mood": {"a": [1]}}',
        '{"parameters": "{\\"title\\": \\"a\\", \\"parts\\": [{\\"kind\\": \\"call\\"}]}"}',
        '{"broken": <think>{"title": "b", "parts": []}</think>{"title": "a", "parts": '
        '[{"kind": "call"}]}',
    ],
)
def test_an_answer_is_taken_out_of_what_is_around_it(text: str) -> None:
    assert read_answer(Whole, [], text).model_dump() == WHOLE


def test_line_breaks_in_a_string_are_taken() -> None:
    assert read_answer(Whole, [], '{"title": "a\nb", "parts": []}').title == "a\nb"


def test_of_several_valid_answers_the_first_is_taken() -> None:
    text = '{"title": "a", "parts": []} {"title": "b", "parts": []}'
    assert read_answer(Whole, [], text).title == "a"


def test_a_tool_call_goes_before_text() -> None:
    call = {"title": "b", "parts": []}
    assert read_answer(Whole, [call], '{"title": "a", "parts": []}').title == "b"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no JSON object"),
        ("{not json}", "no JSON object"),
        ('{"title": "a", "parts": [{"kind": "fax"}]}', r"parts\.0\.kind: Input should be 'email'"),
        ('{"title": "a"}', "parts: Field required"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_by_field(text: str, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        read_answer(Whole, [], text)


def test_a_schema_requires_all_fields_allows_no_other_and_says_null_as_a_type() -> None:
    part = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["email", "call"]},
            "note": {"type": ["string", "null"]},
        },
        "required": ["kind", "note"],
        "additionalProperties": False,
    }
    assert strict_schema(Whole) == {
        "type": "object",
        "description": "A whole.",
        "properties": {
            "title": {"type": "string", "description": "a few words"},
            "level": {"type": ["string", "null"], "enum": ["high", "low", None]},
            "parts": {"type": "array", "items": part},
        },
        "required": ["title", "level", "parts"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize("answer_type", [SequenceAnswer, ReviewAnswer])
def test_each_answer_that_is_asked_for_can_be_said_strictly(answer_type: type[BaseModel]) -> None:
    schema = response_format_of(answer_type)["json_schema"]
    assert schema["strict"]
    assert_strict(schema["schema"])


def assert_strict(schema: dict[str, Any]) -> None:
    """Fails for a part of the schema that OpenAI's strict mode refuses."""
    assert schema.keys() <= {
        *("type", "description", "enum", "properties", "required", "additionalProperties"),
        *("items", "anyOf"),
    }
    for choice in schema.get("anyOf", []):
        assert_strict(choice)
    if "items" in schema:
        assert_strict(schema["items"])
    if schema.get("type") == "object":
        assert schema["required"] == list(schema["properties"])
        assert schema["additionalProperties"] is False
        for part in schema["properties"].values():
            assert_strict(part)


class Loose(BaseModel):
    anything: dict[str, str]


def test_a_type_without_named_fields_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="names all fields"):
        strict_schema(Loose)


@pytest.mark.parametrize(
    ("status", "text", "hint"),
    [
        (401, "", "OPENAI_API_KEY"),
        (400, "This model's maximum context length is 4096 tokens", "context length"),
        (500, "Context size has been exceeded.", "context length"),
        (400, "the prompt is too long: 9000 tokens", "context length"),
        (404, "The model `x` does not exist or you do not have access to it.", "model's name"),
        (404, "model 'x' not found", "model's name"),
        (400, "x is not a valid model ID", "model's name"),
        (429, "You exceeded your current quota", "no credit"),
        (429, "Rate limit reached", "too often"),
        (503, "Loading model", "away"),
        (400, "This response_format type is unavailable now", None),
        (400, "'response_format' of type 'json_schema' is not supported with this model", None),
        (400, "model does not support tools", None),
        (404, "No endpoints found that support tool use", None),
        (500, "tools param requires --jinja flag", None),
    ],
)
def test_a_refusal_has_the_hint_that_fits(status: int, text: str, hint: str | None) -> None:
    cause = cause_of(status, text)
    if hint is None:
        assert cause is None
    else:
        assert cause
        assert hint in cause.hint


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('{"error": {"message": "no such thing", "code": 1}}', "no such thing"),
        ('{"error": "no such thing"}', "no such thing"),
        ('{"object": "error", "message": "no such thing"}', "no such thing"),
        ('[{"error": {"message": "no such thing"}}]', "no such thing"),
        ('{"detail": "no such thing"}', "no such thing"),
        ("<html>\n<b>no such</b>\n thing</html>", "no such thing"),
        ('{"error": {"code": "no_such_thing"}}', "no_such_thing"),
        ("", ""),
        ("[" * 5_000, "[" * 4_000),
    ],
)
def test_the_words_of_an_error_are_found_in_its_body(body: str, text: str) -> None:
    assert text_in(body) == text


def test_an_error_is_shown_short_on_one_line_and_without_the_prompt() -> None:
    text = "Bad\nvalue 'call Jane Doe today at 555-0100' " + "x" * 500
    line = shown(text, key="", prompt=["Please call Jane Doe today at 555-0100.", "This is all"])
    assert line.startswith("Bad value '…' xxx")
    assert len(line) < 250
