"""The request as it may arrive, read as a person would mean it, or refused with a reason.

Both spellings of every field are taken (`siteId`, `site_id`); unknown fields are ignored.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from tools.domain.lead import Interaction
from tools.domain.permission import Consent, Refusal
from tools.domain.vocabulary import Value
from tools.errors import InvalidFollowUpType, InvalidRequest
from tools.intake.faults import sentences_of
from tools.intake.fields import (
    Budget,
    Country,
    Email,
    FollowUpInterval,
    FollowUpType,
    Id,
    InteractionType,
    Moment,
    OnActiveSequence,
    OptionalText,
    Phone,
    Texts,
    Timezone,
)
from tools.intake.other_fields import Fields, sayings_of
from tools.intake.permission import refusal_in_name

MAX_INTERACTIONS: Final = 200
MAX_SAID: Final = 200  # refusals, consents or misspelled names of one request
MAX_DEPTH: Final = 12
MAX_INTEGER: Final = 10**18
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class Spelled(Value):
    """Fields in snake_case, taken in camelCase as well.

    Two different values for one field are refused.
    """

    model_config = ConfigDict(
        extra="ignore",
        alias_generator=to_camel,
        populate_by_name=True,
        protected_namespaces=(),
    )

    @model_validator(mode="before")
    @classmethod
    def one_spelling(cls, data: Any) -> Any:
        """The data with each field once, and without nulls."""
        if not isinstance(data, Mapping):
            return data
        values = {key: value for key, value in data.items() if value is not None}
        for name in cls.model_fields:
            alias = to_camel(name)
            if alias == name or name not in values or alias not in values:
                continue
            if values[name] != values[alias]:
                raise PydanticCustomError(
                    "two_spellings",
                    f"{alias} and {name} have different values: send one of them",
                )
            del values[alias]
        return values


class EarlierInteraction(Spelled):
    """`date`, `type`, and `summary` or `content`."""

    date: Moment
    type: InteractionType
    summary: OptionalText = None
    content: OptionalText = None

    @model_validator(mode="after")
    def says_something(self) -> "EarlierInteraction":
        """Refuses an interaction without a word of what happened."""
        if not (self.summary or self.content):
            raise PydanticCustomError("summary", "expected a summary or content")
        return self

    def interaction(self, zone: str) -> Interaction:
        """The domain's value of it; a date without time is that day in the lead's zone."""
        at = self.date
        if not isinstance(at, datetime):
            at = datetime.combine(at, time(), tzinfo=ZoneInfo(zone))
        return Interaction(at=at, type=self.type, summary=self.summary or self.content or "")


class LeadData(Spelled):
    """What the caller knows about the lead; it overlays the database for this command only."""

    name: OptionalText = None
    company: OptionalText = None
    position: OptionalText = None
    email: Email = None
    phone: Phone = None
    linkedin: OptionalText = None
    language: OptionalText = None
    country: Country = None  # before the zone, whose meaning it may decide
    timezone: Timezone = None
    region: OptionalText = None
    source: OptionalText = None
    pain_points: Texts = ()
    interests: Texts = ()
    budget_range: Budget = None


class FollowUpRequest(Spelled):
    """What a sequence is asked for with.

    `refusals`, `consents` and `misspellings` are read from fields that have no name here.
    """

    site_id: Id
    lead_id: Id
    user_id: Id | None = None
    agent_id: Id | None = None
    visitor_id: Id | None = None
    follow_up_type: FollowUpType = None
    lead_stage: OptionalText = Field(None, max_length=64)
    previous_interactions: Annotated[
        tuple[EarlierInteraction, ...],
        Field(max_length=MAX_INTERACTIONS),
    ] = ()
    lead_data: LeadData = LeadData()
    product_interest: Texts = ()
    follow_up_interval: FollowUpInterval = None
    phone_number: Phone = None
    on_active: OnActiveSequence = "replace"
    refusals: SkipJsonSchema[tuple[Refusal, ...]] = Field((), max_length=MAX_SAID)
    consents: SkipJsonSchema[tuple[Consent, ...]] = Field((), max_length=MAX_SAID)
    misspellings: SkipJsonSchema[tuple[str, ...]] = Field((), max_length=MAX_SAID)


def read_request(raw: Any, now: datetime) -> FollowUpRequest:
    """The request in a JSON body.

    Raises InvalidFollowUpType where the type alone is wrong, and InvalidRequest where anything
    else is; the message names each fault.
    """
    if not isinstance(raw, Mapping):
        raise InvalidRequest(
            'The body must be a JSON object, such as {"siteId": "site_456", "leadId": "lead_789"}.'
        )
    check_plain(raw)
    try:
        request = FollowUpRequest.model_validate(raw, context={"now": now})
    except ValidationError as error:
        faults = error.errors(include_url=False)
    else:
        return _with_sayings(request, raw)
    sentences = sentences_of(faults, raw, tuple(FollowUpRequest.model_fields))
    if all(fault["type"] == "follow_up_type" for fault in faults):
        raise InvalidFollowUpType(sentences)
    raise InvalidRequest(sentences)


def _with_sayings(request: FollowUpRequest, raw: Mapping[str, Any]) -> FollowUpRequest:
    """The request with what its other fields and its texts say of being contacted."""
    objects = [Fields("", raw, tuple(FollowUpRequest.model_fields))]
    lead_data = raw.get("leadData") or raw.get("lead_data")
    if isinstance(lead_data, Mapping):
        objects.append(Fields("leadData.", lead_data, tuple(LeadData.model_fields)))
    texts = {"leadStage": request.lead_stage}
    for number, earlier in enumerate(request.previous_interactions):
        source = f"previousInteractions[{number}]"
        texts[source] = f"{earlier.type}: {earlier.summary or earlier.content}"
    sayings = sayings_of(objects, texts)
    in_name = refusal_in_name(request.lead_data.name or "", "leadData.name")
    refusals = (*request.refusals, *sayings.refusals, *([in_name] if in_name else []))
    return request.model_copy(
        update={
            "refusals": tuple(dict.fromkeys(refusals)),
            "consents": tuple(dict.fromkeys((*request.consents, *sayings.consents))),
            "misspellings": tuple(dict.fromkeys((*request.misspellings, *sayings.misspellings))),
        }
    )


def check_plain(raw: Any) -> None:
    """Raises InvalidRequest for what JSON can carry but a database or an inbox cannot."""
    waiting = [(raw, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise InvalidRequest(
                f"The body is nested more than {MAX_DEPTH} levels deep: send it flatter."
            )
        if isinstance(value, Mapping):
            waiting += [(key, depth + 1) for key in value]
            waiting += [(part, depth + 1) for part in value.values()]
        elif isinstance(value, list | tuple):
            waiting += [(part, depth + 1) for part in value]
        else:
            _check_scalar(value)


def _check_scalar(value: Any) -> None:
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise InvalidRequest(
            "A text holds a NUL byte or half a character (a lone surrogate): "
            "send valid Unicode text."
        )
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidRequest("NaN and Infinity are not JSON: send a finite number.")
    if isinstance(value, int) and abs(value) >= MAX_INTEGER:
        raise InvalidRequest("A number has more than 18 digits: send it as a text.")
