"""/api/leads/{id}/...: a lead's permissions; /api/doNotContact: whom not to contact at all."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request

from api.actions.permissions import (
    LeadPermissions,
    add_do_not_contact,
    list_do_not_contact,
    opt_in,
    opt_out,
    remove_do_not_contact,
    show_permissions,
)
from api.dependencies import Acting, App, AppState
from api.json_body import documented_body, read_json
from api.permission_schemas import (
    DoNotContactListResponse,
    DoNotContactResponse,
    PermissionsResponse,
    do_not_contact_list_response,
    do_not_contact_response,
    permissions_response,
)
from api.schemas import error_responses
from tools.domain.caller import Caller
from tools.intake.permission_request import (
    DoNotContactRequest,
    PermissionRequest,
    read_permission_request,
)

router = APIRouter(tags=["permissions"])
ActOnLead = Callable[..., Awaitable[LeadPermissions]]
ActOnAddress = Callable[..., Awaitable[int | None]]
COMMON: Final = ("INVALID_REQUEST", "FORBIDDEN", "SITE_NOT_FOUND")
FAULTS: Final = ("SYSTEM_ERROR", "DATABASE_UNAVAILABLE")
READ: Final = error_responses(*COMMON, *FAULTS)
READ_LEAD: Final = error_responses(*COMMON, "LEAD_NOT_FOUND", *FAULTS)
BODY_FAULTS: Final = {"slow_body": 408, "large_body": 413, "not_json": 415}
CHANGE: Final = error_responses(*COMMON, *FAULTS, **BODY_FAULTS)
CHANGE_LEAD: Final = error_responses(*COMMON, "LEAD_NOT_FOUND", *FAULTS, **BODY_FAULTS)
PERMISSION_BODY: Final[dict[str, Any]] = {
    "requestBody": documented_body(
        PermissionRequest, {"siteId": "site_456", "reason": "asked for it by phone"}
    )
}
ADDRESS_BODY: Final[dict[str, Any]] = {
    "requestBody": documented_body(
        DoNotContactRequest,
        {"siteId": "site_456", "domain": "example.com", "reason": "a competitor"},
    )
}
SiteId = Annotated[str, Query(alias="siteId", description="The site", examples=["site_456"])]


@router.get(
    "/api/leads/{lead_id}/permissions",
    responses=READ_LEAD,
    summary="What a lead refused and agreed to, and who said so",
)
async def get_permissions(
    app: App, caller: Acting, lead_id: str, site_id: SiteId
) -> PermissionsResponse:
    """Refusals, those taken back too, consents, and the lead's live sequence."""
    permissions = await show_permissions(
        sessions=app.sessions, caller=caller, site_id=site_id, lead_id=lead_id, now=app.clock()
    )
    return permissions_response(permissions)


@router.post(
    "/api/leads/{lead_id}/opt-out",
    responses=CHANGE_LEAD,
    openapi_extra=PERMISSION_BODY,
    summary="Record that a lead refuses a channel, or all",
)
async def post_opt_out(
    request: Request, app: App, caller: Acting, lead_id: str
) -> PermissionsResponse:
    """What has not left is cancelled at once; on one channel, what goes by it."""
    return await _act_on_lead(opt_out, request, app, caller, lead_id)


@router.post(
    "/api/leads/{lead_id}/opt-in",
    responses=CHANGE_LEAD,
    openapi_extra=PERMISSION_BODY,
    summary="Take back what a lead refused, with the reason",
)
async def post_opt_in(
    request: Request, app: App, caller: Acting, lead_id: str
) -> PermissionsResponse:
    """The only way in which a refusal ends. What it cancelled stays cancelled."""
    return await _act_on_lead(opt_in, request, app, caller, lead_id)


async def _act_on_lead(
    act: ActOnLead, request: Request, app: AppState, caller: Caller, lead_id: str
) -> PermissionsResponse:
    """What is on record of the lead after the act that the body asks for."""
    now = app.clock()
    body = read_permission_request(PermissionRequest, await read_json(request), now)
    permissions = await act(
        sessions=app.sessions,
        caller=caller,
        site_id=body.site_id,
        lead_id=lead_id,
        channel=body.channel,
        reason=body.reason,
        now=now,
    )
    return permissions_response(permissions)


@router.get("/api/doNotContact", responses=READ, summary="Whom the site must not contact")
async def get_do_not_contact(app: App, caller: Acting, site_id: SiteId) -> DoNotContactListResponse:
    """Addresses, numbers and domains, newest first: at most 1,000."""
    records = await list_do_not_contact(sessions=app.sessions, caller=caller, site_id=site_id)
    return do_not_contact_list_response(site_id, records)


@router.post(
    "/api/doNotContact",
    responses=CHANGE,
    openapi_extra=ADDRESS_BODY,
    summary="Keep an address, number or domain from being contacted",
)
async def post_do_not_contact(request: Request, app: App, caller: Acting) -> DoNotContactResponse:
    """It holds for leads that are there and for those that come later."""
    return await _act_on_address(add_do_not_contact, request, app, caller)


@router.post(
    "/api/doNotContact/remove",
    responses=CHANGE,
    openapi_extra=ADDRESS_BODY,
    summary="Take an address, number or domain off the list, with the reason",
)
async def post_do_not_contact_remove(
    request: Request, app: App, caller: Acting
) -> DoNotContactResponse:
    """Who took it off, when and why stays on record."""
    return await _act_on_address(remove_do_not_contact, request, app, caller)


async def _act_on_address(
    act: ActOnAddress, request: Request, app: AppState, caller: Caller
) -> DoNotContactResponse:
    """The address, and the follow-ups that the act which the body asks for has called off."""
    now = app.clock()
    body = read_permission_request(DoNotContactRequest, await read_json(request), now)
    address = body.address()
    cancelled = await act(
        sessions=app.sessions,
        caller=caller,
        site_id=body.site_id,
        address=address,
        reason=body.reason,
        now=now,
    )
    return do_not_contact_response(body.site_id, address, cancelled or 0)
