"""What columns, fields, statuses, names and notes say of whether a lead may be contacted."""

from typing import Any, NamedTuple

from tools.domain.permission import Consent, Refusal


class Permissions(NamedTuple):
    """What one column or field says of being contacted; nothing, where its value is blank."""

    refusals: tuple[Refusal, ...] = ()
    consents: tuple[Consent, ...] = ()


def permissions_in(column: str, value: Any) -> Permissions | None:
    """What a column (a file's header, or the name of a request's field) says with its value.

    None for a column that is about something else. A column about being contacted whose value is
    not understood gives a refusal with the cause UNCLEAR.
    """
    return None


def refusal_in_text(text: str, source: str) -> Refusal | None:
    """The refusal that a status, a stage, a name, a tag or a note tells of; None for none."""
    return None
