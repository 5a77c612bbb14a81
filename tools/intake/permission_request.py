"""Requests that say whether somebody may be contacted: an explicit act, each with its reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, ValidationError

from tools.addresses import address_in
from tools.domain.permission import Address
from tools.errors import InvalidRequest
from tools.intake.faults import sentences_of
from tools.intake.fields import FollowUpType, Id, OptionalText, Text
from tools.intake.request import Spelled, check_plain

R = TypeVar("R", bound=Spelled)
EXAMPLE: Final = 'such as {"siteId": "site_456", "reason": "asked for it by phone"}'
Reason = Annotated[Text, Field(min_length=1)]


class PermissionRequest(Spelled):
    """A lead's refusal or consent: on one channel, or, without it, on all."""

    site_id: Id
    channel: FollowUpType = None
    reason: Reason


class DoNotContactRequest(Spelled):
    """An address that must not be contacted, or may be again: exactly one of the three."""

    site_id: Id
    email: OptionalText = None
    phone: OptionalText = None
    domain: OptionalText = None
    reason: Reason

    def address(self) -> Address:
        """The address. Raises InvalidRequest."""
        given = {
            name: text
            for name in ("email", "phone", "domain")
            if (text := getattr(self, name)) is not None
        }
        if len(given) != 1:
            raise InvalidRequest("email, phone or domain: send exactly one of them.")
        [(kind, text)] = given.items()
        return address_in(kind, text)


def read_permission_request(kind: type[R], raw: Any, now: datetime) -> R:
    """The request in a JSON body. Raises InvalidRequest."""
    if not isinstance(raw, Mapping):
        raise InvalidRequest(f"The body must be a JSON object, {EXAMPLE}.")
    check_plain(raw)
    try:
        return kind.model_validate(raw, context={"now": now})
    except ValidationError as error:
        faults = error.errors(include_url=False)
    raise InvalidRequest(sentences_of(faults, raw, tuple(kind.model_fields)))
