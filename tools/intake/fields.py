"""The kinds of fields a request has, each read as a person would mean it.

A reader returns what Pydantic validates next: a value that it does not understand goes through as
it is, or raises PydanticCustomError with a sentence about what was expected.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from tools.domain.vocabulary import ID_PATTERN, Channel, Interval, OnActive
from tools.intake.interval import read_interval
from tools.intake.synonyms import channel_of
from tools.places.countries import country_code, country_like, place_in
from tools.places.zone_names import zone_in, zones_like
from tools.places.zones import phone_country
from tools.text import is_email, is_phone, is_placeholder, split_list

MAX_LIST: Final = 50
MAX_TEXT: Final = 2_000
FIRST_DAY: Final = date(1970, 1, 2)
ISO_DAY: Final = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}|[0-9]{4}-?W[0-9]{2}(-?[0-9])?")
AHEAD: Final = timedelta(days=366)  # an interaction may be planned, but not for another year

# The errors whose message is a sentence of ours.
OWN_ERRORS: Final = frozenset(
    """
    email phone follow_up_type interval on_active date summary two_spellings timezone country
    """.split()
)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def read_text(value: Any) -> Any:
    """A number where a text is expected is meant as its digits; blank means absent."""
    if _is_number(value):
        if isinstance(value, float):
            return f"{value:g}"
        return str(value)
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return value


def read_texts(value: Any) -> Any:
    """One text where a list is expected is meant as its parts."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = split_list(value)
    elif _is_number(value):
        value = [value]
    if not isinstance(value, list | tuple):
        return value
    texts = map(read_text, value)
    return [text for text in texts if text is not None]


def read_budget(value: Any) -> Any:
    """[5000, 10000] and {"min": 5000, "max": 10000, "currency": "EUR"} are meant as a range."""
    if isinstance(value, Mapping):
        low, high = value.get("min"), value.get("max")
        if _is_number(low) and _is_number(high):
            budget = f"{read_text(low)}-{read_text(high)}"
            currency = str(value.get("currency") or "")
            return f"{budget} {currency}" if currency else budget
    if isinstance(value, list) and len(value) == 2:
        low, high = map(read_text, value)
        if isinstance(low, str) and isinstance(high, str):
            return f"{low}-{high}"
    return read_text(value)


def read_email(value: Any) -> Any:
    """A text that looks like an e-mail address."""
    text = read_text(value)
    if isinstance(text, str) and not is_email(text):
        raise PydanticCustomError("email", 'expected an e-mail address such as "jane@example.com"')
    return text


def read_phone(value: Any) -> Any:
    """A text, or a number, that looks like a phone number."""
    text = read_text(value)
    if isinstance(text, str) and not is_phone(text):
        raise PydanticCustomError(
            "phone",
            'expected a phone number with at least 7 digits, such as "+14155550132"',
        )
    return text


def read_channel(value: Any) -> Any:
    """A channel in any of its usual spellings."""
    if value is None or isinstance(value, Channel):
        return value
    channel = None
    if isinstance(value, str):
        channel = channel_of(value)
    if channel is None:
        raise PydanticCustomError(
            "follow_up_type",
            "expected one of {channels}",
            {"channels": ", ".join(Channel)},
        )
    return channel


def read_follow_up_interval(value: Any) -> Any:
    """An interval as a text, a number of days or an object; blank means absent."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return read_interval(value)
    except ValueError as error:
        raise PydanticCustomError("interval", "{error}", {"error": str(error)}) from None


def read_on_active(value: Any) -> Any:
    """What to do with a live sequence."""
    choices = get_args(OnActive)
    word = value.strip().casefold() if isinstance(value, str) else value
    if word not in choices:
        raise PydanticCustomError(
            "on_active", "expected one of {choices}", {"choices": ", ".join(choices)}
        )
    return word


def read_country(value: Any) -> Any:
    """A country's code, with the region's where a text tells one: "ES", "US-CA"."""
    text = _known(value)
    if not isinstance(text, str):
        return text
    place = place_in(text)
    if place is None:
        problem = unknown("is no country that we know", country_like(text), "Spain or ES")
        raise PydanticCustomError("country", "{problem}", {"problem": problem})
    return place.text


def read_timezone(value: Any, info: ValidationInfo) -> Any:
    """The IANA name of a zone; the country, and then the phone, decide what "PST" means."""
    text = _known(value)
    if not isinstance(text, str):
        return text
    country = country_code(info.data.get("country")) or phone_country(info.data.get("phone"))
    zone = zone_in(text, country)
    if zone is None:
        meant = " or ".join(zones_like(text))
        problem = unknown("is no time zone that we know", meant or None, "Europe/Madrid")
        raise PydanticCustomError("timezone", "{problem}", {"problem": problem})
    return zone


def unknown(fact: str, suggestion: str | None, example: str) -> str:
    """What is said of a text that is not understood."""
    if suggestion:
        return f"{fact}; perhaps {suggestion} is meant"
    return f"{fact}; expected one such as {example}"


def _known(value: Any) -> Any:
    """A text; None where it only says that nothing is known."""
    text = read_text(value)
    if isinstance(text, str) and is_placeholder(text):
        return None
    return text


def read_moment(value: Any, info: ValidationInfo) -> Any:
    """An ISO date, which is a day wherever the lead is, or a date-time in UTC, its zone if none."""
    if isinstance(value, date):
        return value
    moment = _iso_moment(read_text(value))
    if moment is None:
        raise PydanticCustomError(
            "date",
            'expected an ISO date or date-time, such as "2024-04-20" or "2024-04-20T15:30:00Z"',
        )
    now = (info.context or {}).get("now") or datetime.now(UTC)
    if not FIRST_DAY <= moment.date() <= (now + AHEAD).date():
        raise PydanticCustomError("date", "expected a date between 1970 and a year from now")
    if ISO_DAY.fullmatch(str(read_text(value))):
        return moment.date()
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _iso_moment(text: Any) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def wire(kind: str, *examples: Any, **keywords: Any) -> WithJsonSchema:
    """The type as it is documented, which is stricter than what is taken."""
    schema: dict[str, Any] = {"type": kind}
    if examples:
        schema["examples"] = list(examples)
    return WithJsonSchema(schema | keywords)


Text = Annotated[str, Field(max_length=MAX_TEXT)]
OptionalText = Annotated[
    Text | None,
    BeforeValidator(read_text),
    wire("string", maxLength=MAX_TEXT),
]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(read_texts),
    Field(max_length=MAX_LIST),
    wire("array", items={"type": "string", "maxLength": MAX_TEXT}, maxItems=MAX_LIST),
]
Id = Annotated[
    str,
    Field(pattern=ID_PATTERN, description="1 to 64 letters, digits, `_` and `-`"),
]
Moment = Annotated[
    datetime | date,
    BeforeValidator(read_moment),
    wire("string", "2024-04-20", "2024-04-20T15:30:00Z"),
]
InteractionType = Annotated[
    str,
    BeforeValidator(read_text),
    Field(max_length=64),
    wire("string", "email", "call", maxLength=64),
]
Email = Annotated[
    Text | None,
    BeforeValidator(read_email),
    wire("string", "jane@example.com"),
]
Country = Annotated[
    Text | None,
    BeforeValidator(read_country),
    wire("string", "ES", "Spain", maxLength=MAX_TEXT),
]
Timezone = Annotated[
    Text | None,
    BeforeValidator(read_timezone),
    wire("string", "Europe/Madrid", maxLength=MAX_TEXT),
]
Phone = Annotated[
    Text | None,
    BeforeValidator(read_phone),
    wire("string", "+14155550132"),
]
Budget = Annotated[
    Text | None,
    BeforeValidator(read_budget),
    wire("string", "$5000-$10000"),
]
FollowUpType = Annotated[
    Channel | None,
    BeforeValidator(read_channel),
    wire("string", *Channel),
]
FollowUpInterval = Annotated[
    Interval | None,
    BeforeValidator(read_follow_up_interval),
    wire("string", "3 days", "1 week", "48 hours", "3 business days"),
]
OnActiveSequence = Annotated[
    OnActive,
    BeforeValidator(read_on_active),
    wire("string", *get_args(OnActive), enum=list(get_args(OnActive))),
]
