"""The request as it may arrive, read as a person would mean it, or refused with a reason.

Both spellings of every field are taken (`siteId`, `site_id`); unknown fields are ignored.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel, to_snake
from pydantic_core import ErrorDetails, PydanticCustomError

from tools.domain.lead import Interaction
from tools.domain.vocabulary import ID_PATTERN, Channel, Interval, Value
from tools.errors import InvalidFollowUpType, InvalidRequest
from tools.intake.interval import parse_interval
from tools.intake.synonyms import channel_of
from tools.text import has_enough_digits, is_email, split_list

MAX_INTERACTIONS: Final = 200
MAX_LIST: Final = 50
MAX_TEXT: Final = 2_000
MAX_DEPTH: Final = 12
MAX_FAULTS: Final = 5  # that are told of one request
AHEAD: Final = timedelta(days=366)  # an interaction may be planned, but not for another year


def _text(value: Any) -> Any:
    """A number where a text is expected is meant as its digits; blank means absent."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return value


def _texts(value: Any) -> Any:
    """One text where a list is expected is meant as its parts."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = split_list(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        value = [value]
    if isinstance(value, list | tuple):
        return [text for text in map(_text, value) if text is not None]
    return value


def _budget(value: Any) -> Any:
    """[5000, 10000] and {"min": 5000, "max": 10000, "currency": "EUR"} are meant as a range."""
    if isinstance(value, Mapping):
        ends = [value.get("min"), value.get("max")]
        if all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
            return " ".join(
                filter(
                    None, (f"{_text(ends[0])}-{_text(ends[1])}", str(value.get("currency") or ""))
                )
            )
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(_text(end), str) for end in value)
    ):
        return "-".join(_text(end) for end in value)
    return _text(value)


def _email(value: Any) -> Any:
    text = _text(value)
    if isinstance(text, str) and not is_email(text):
        raise PydanticCustomError("email", 'expected an e-mail address such as "jane@example.com"')
    return text


def _phone(value: Any) -> Any:
    text = _text(value)
    if isinstance(text, str) and (
        not has_enough_digits(text) or not re.fullmatch(r"[\d\s()+./ext-]{7,40}", text)
    ):
        raise PydanticCustomError(
            "phone", 'expected a phone number with at least 7 digits, such as "+14155550132"'
        )
    return text


def _channel(value: Any) -> Any:
    if value is None or isinstance(value, Channel):
        return value
    channel = channel_of(value) if isinstance(value, str) else None
    if channel is None:
        raise PydanticCustomError(
            "follow_up_type", "expected one of {known}", {"known": ", ".join(Channel)}
        )
    return channel


def _interval(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return parse_interval(value)
        except ValueError as error:
            raise PydanticCustomError("interval", "{error}", {"error": str(error)}) from None
    return value


def _moment(value: Any, info: ValidationInfo) -> Any:
    """An ISO date or date-time; a date is its midnight in UTC."""
    if isinstance(value, datetime):
        return value
    text = _text(value)
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise PydanticCustomError(
            "date",
            'expected an ISO date or date-time, such as "2024-04-20" or "2024-04-20T15:30:00Z"',
        )
    now = (info.context or {}).get("now") or datetime.now(UTC)
    if not date(1970, 1, 2) <= moment.date() <= (now + AHEAD).date():
        raise PydanticCustomError("date", "expected a date between 1970 and a year from now")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wire(kind: str, *examples: Any, **more: Any) -> WithJsonSchema:
    """The type as it is documented, which is stricter than what is taken."""
    return WithJsonSchema(
        {"type": kind, **({"examples": list(examples)} if examples else {}), **more}
    )


Text = Annotated[str, Field(max_length=MAX_TEXT)]
OptionalText = Annotated[Text | None, BeforeValidator(_text), _wire("string", maxLength=MAX_TEXT)]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_texts),
    Field(max_length=MAX_LIST),
    _wire("array", items={"type": "string", "maxLength": MAX_TEXT}, maxItems=MAX_LIST),
]
PHONE_SCHEMA: Final = _wire("string", "+14155550132")
Id = Annotated[str, Field(pattern=ID_PATTERN, description="1 to 64 letters, digits, `_` and `-`")]


class Spelled(Value):
    """Fields in snake_case, taken in camelCase as well; two different values for one field are
    refused.
    """

    model_config = ConfigDict(
        extra="ignore", alias_generator=to_camel, populate_by_name=True, protected_namespaces=()
    )

    @model_validator(mode="before")
    @classmethod
    def one_spelling(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        merged = {key: value for key, value in data.items() if value is not None}
        for name in cls.model_fields:
            alias = to_camel(name)
            if alias == name or name not in merged or alias not in merged:
                continue
            if merged[name] != merged[alias]:
                raise PydanticCustomError(
                    "two_spellings", f"{alias} and {name} have different values: send one of them"
                )
            del merged[alias]
        return merged


class EarlierInteraction(Spelled):
    """`date`, `type`, and `summary` or `content`."""

    date: Annotated[
        datetime, BeforeValidator(_moment), _wire("string", "2024-04-20", "2024-04-20T15:30:00Z")
    ]
    type: Annotated[
        str,
        BeforeValidator(_text),
        Field(max_length=64),
        _wire("string", "email", "call", maxLength=64),
    ]
    summary: OptionalText = None
    content: OptionalText = None

    @model_validator(mode="after")
    def says_something(self) -> "EarlierInteraction":
        if not (self.summary or self.content):
            raise PydanticCustomError("summary", "expected a summary or content")
        return self

    def interaction(self) -> Interaction:
        return Interaction(at=self.date, type=self.type, summary=self.summary or self.content or "")


class LeadData(Spelled):
    """What the caller knows about the lead; it overlays the database for this command only."""

    name: OptionalText = None
    company: OptionalText = None
    position: OptionalText = None
    email: Annotated[Text | None, BeforeValidator(_email), _wire("string", "jane@example.com")] = (
        None
    )
    phone: Annotated[Text | None, BeforeValidator(_phone), PHONE_SCHEMA] = None
    linkedin: OptionalText = None
    language: OptionalText = None
    timezone: OptionalText = None
    country: OptionalText = None
    source: OptionalText = None
    pain_points: Texts = ()
    interests: Texts = ()
    budget_range: Annotated[
        Text | None, BeforeValidator(_budget), _wire("string", "$5000-$10000")
    ] = None


class FollowUpRequest(Spelled):
    """What a sequence is asked for with."""

    site_id: Id
    lead_id: Id
    user_id: Id | None = None
    agent_id: Id | None = None
    visitor_id: Id | None = None
    follow_up_type: Annotated[
        Channel | None, BeforeValidator(_channel), _wire("string", *Channel)
    ] = None
    lead_stage: OptionalText = Field(None, max_length=64)
    previous_interactions: Annotated[
        tuple[EarlierInteraction, ...], Field(max_length=MAX_INTERACTIONS)
    ] = ()
    lead_data: LeadData = LeadData()
    product_interest: Texts = ()
    follow_up_interval: Annotated[
        Interval | None,
        BeforeValidator(_interval),
        _wire("string", "3 days", "1 week", "48 hours", "3 business days"),
    ] = None
    phone_number: Annotated[str | None, BeforeValidator(_phone), PHONE_SCHEMA] = None


def read_request(raw: Any, now: datetime) -> FollowUpRequest:
    """The request in `raw`. Raises InvalidRequest or InvalidFollowUpType, every fault named."""
    if not isinstance(raw, Mapping):
        raise InvalidRequest(
            'The body must be a JSON object, such as {"siteId": "site_456", "leadId": "lead_789"}.'
        )
    check_plain(raw)
    try:
        return FollowUpRequest.model_validate(raw, context={"now": now})
    except ValidationError as error:
        faults = error.errors(include_url=False)
    only_type = all(fault["type"] == "follow_up_type" for fault in faults)
    kind = InvalidFollowUpType if only_type else InvalidRequest
    sentences = [_fault_sentence(fault, raw) for fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        sentences.append(f"And {len(faults) - MAX_FAULTS} more.")
    raise kind(" ".join(sentences))


def check_plain(raw: Any) -> None:
    """Refuses what JSON can carry but a database or a person's inbox cannot."""
    waiting = [(raw, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise InvalidRequest(
                f"The body is nested more than {MAX_DEPTH} levels deep: send it flatter."
            )
        if isinstance(value, Mapping):
            waiting += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list | tuple):
            waiting += [(part, depth + 1) for part in value]
        elif isinstance(value, str) and re.search("[\x00\ud800-\udfff]", value):
            raise InvalidRequest(
                "A text holds a NUL byte or half a character (a lone surrogate): send valid "
                "Unicode text."
            )
        elif isinstance(value, float) and not math.isfinite(value):
            raise InvalidRequest("NaN and Infinity are not JSON: send a finite number.")
        elif isinstance(value, int) and abs(value) >= 10**18:
            raise InvalidRequest("A number has more than 18 digits: send it as a text.")


_MESSAGES: Final = {
    "missing": "is required",
    "string_type": "expected a text",
    "string_pattern_mismatch": "expected 1 to 64 letters, digits, `_` and `-`",
    "tuple_type": "expected a list",
    "model_type": "expected an object",
    "model_attributes_type": "expected an object",
    "mapping_type": "expected an object",
}
_EXAMPLES: Final = {
    "previousInteractions": 'for example [{"date": "2024-04-20", "type": "call", "summary": '
    '"Discussed pricing"}]',
    "leadData": 'for example {"name": "Jane Smith", "pain_points": ["measuring ROI"]}',
    "productInterest": 'for example ["content automation"]',
    "followUpInterval": 'for example "3 days"',
}


def _fault_sentence(fault: ErrorDetails, raw: Mapping[str, Any]) -> str:
    """One fault in a sentence; a lead's own words are not repeated."""
    message = _MESSAGES.get(fault["type"])
    if message is None:
        message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] in ("too_long", "string_too_long"):
        unit = "characters" if "string" in fault["type"] else "items"
        message = f"is too long: at most {fault['ctx'].get('max_length')} {unit}"
    if fault["loc"] and fault["type"] in _MESSAGES:
        example = _EXAMPLES.get(to_camel(str(fault["loc"][0])))
        message += f", {example}" if example else ""
    return f"{_place(fault['loc'], raw)}: {message}."


def _place(parts: Sequence[str | int], raw: Mapping[str, Any]) -> str:
    """Where a fault is, each field as it was sent: "lead_data.pain_points", "leadData.name"."""
    names = []
    inside: Any = raw
    in_snake_case = _writes_snake_case(raw)
    for part in parts:
        name: str | int = part
        if isinstance(part, str) and isinstance(inside, Mapping):
            name = _as_sent(part, inside, in_snake_case)
        names.append(str(name))
        inside = _part_of(inside, name)
    return ".".join(names) or "The body"


def _as_sent(name: str, fields: Mapping[str, Any], in_snake_case: bool) -> str:
    camel, snake = to_camel(to_snake(name)), to_snake(name)
    if camel in fields:
        return camel
    return snake if snake in fields or in_snake_case else camel


def _part_of(value: Any, name: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list | tuple) and isinstance(name, int) and name < len(value):
        return value[name]
    return None


def _writes_snake_case(raw: Mapping[str, Any]) -> bool:
    """Whether the caller writes `site_id` and not `siteId`: how to name a missing field."""
    names = {name for name in raw if isinstance(name, str)}
    fields = FollowUpRequest.model_fields
    camel = {to_camel(name) for name in fields if to_camel(name) != name}
    return bool(names & fields.keys()) and not names & camel
