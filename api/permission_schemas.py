"""The wire shapes of who may be contacted, and who said so."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, Field

from api.actions.permissions import LeadPermissions
from api.schemas import Time
from tools.domain.permission import Address, AddressKind, Cause, Consent, DoNotContact
from tools.domain.vocabulary import Channel


class RefusalBody(BaseModel):
    """Something that keeps a lead or an address from being contacted."""

    kept_by: AddressKind = Field(description="what it is kept by: the lead, or an address")
    address: str
    channel: Channel | None = Field(description="null: every channel")
    cause: Cause
    source: str = Field(description="where it was said", examples=["leads.csv: DNC"])
    words: str | None = Field(description="what was said")
    said_at: Time | None
    recorded_at: Time
    recorded_by: str
    lifted_at: Time | None = Field(description="when it was taken back, and by whom, and why")
    lifted_by: str | None
    lifted_because: str | None


class ConsentBody(BaseModel):
    """Something that says that a lead agreed to be contacted."""

    channel: Channel | None = Field(description="null: no channel in particular")
    basis: str = Field(examples=["opt_in"])
    source: str
    words: str | None
    said_at: Time | None


class PermissionsData(BaseModel):
    siteId: str
    leadId: str
    refusals: list[RefusalBody]
    consents: list[ConsentBody]
    live_command_id: str | None = Field(description="the command of the lead's live sequence")
    cancelled: int = Field(description="follow-ups that this act called off")
    lifted: int = Field(description="refusals that this act took back")


class PermissionsResponse(BaseModel):
    success: Literal[True] = True
    data: PermissionsData


class DoNotContactData(BaseModel):
    siteId: str
    kind: AddressKind
    address: str
    cancelled: int = Field(description="follow-ups that this act called off")


class DoNotContactResponse(BaseModel):
    success: Literal[True] = True
    data: DoNotContactData


class DoNotContactListData(BaseModel):
    siteId: str
    refusals: list[RefusalBody]


class DoNotContactListResponse(BaseModel):
    success: Literal[True] = True
    data: DoNotContactListData


def permissions_response(permissions: LeadPermissions) -> PermissionsResponse:
    """What is on record of a lead."""
    return PermissionsResponse(
        data=PermissionsData(
            siteId=permissions.site_id,
            leadId=permissions.lead_id,
            refusals=[_refusal_body(record) for record in permissions.refusals],
            consents=[_consent_body(consent) for consent in permissions.consents],
            live_command_id=permissions.live_command_id,
            cancelled=permissions.cancelled,
            lifted=permissions.lifted,
        )
    )


def do_not_contact_response(site_id: str, address: Address, cancelled: int) -> DoNotContactResponse:
    """An address that was put on the list, or taken off it."""
    data = DoNotContactData(
        siteId=site_id, kind=address.kind, address=address.value, cancelled=cancelled
    )
    return DoNotContactResponse(data=data)


def do_not_contact_list_response(
    site_id: str, records: Sequence[DoNotContact]
) -> DoNotContactListResponse:
    """The site's list."""
    refusals = [_refusal_body(record) for record in records]
    return DoNotContactListResponse(data=DoNotContactListData(siteId=site_id, refusals=refusals))


def _refusal_body(record: DoNotContact) -> RefusalBody:
    return RefusalBody(
        kept_by=record.address.kind,
        address=record.address.value,
        said_at=record.at,
        **record.model_dump(exclude={"address", "at"}),
    )


def _consent_body(consent: Consent) -> ConsentBody:
    return ConsentBody(said_at=consent.at, **consent.model_dump(exclude={"at"}))
