"""`lead-followup leads show | opt-out | opt-in`, and `lead-followup do-not-contact`."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

import typer
from rich.text import Text

from api.actions.permissions import (
    LeadPermissions,
    add_do_not_contact,
    list_do_not_contact,
    opt_in,
    opt_out,
    remove_do_not_contact,
    show_permissions,
)
from api.cli.terminal import console, or_stop, read_settings, run, sessions_for, stop
from tools.addresses import address_in
from tools.domain.caller import LOCAL
from tools.domain.permission import Address, DoNotContact
from tools.domain.vocabulary import Channel

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Addresses, numbers and domains not to be contacted.")
LeadId = Annotated[str, typer.Argument(help="The lead.")]
Site = Annotated[str, typer.Option("--site", help="The id of the site.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words: it is kept.")]
OnChannel = Annotated[
    Channel | None, typer.Option("--channel", help="One channel; without it, all.")
]
Email = Annotated[str | None, typer.Option(help="An e-mail address.")]
Phone = Annotated[str | None, typer.Option(help="A phone number with its country.")]
Domain = Annotated[str | None, typer.Option(help="A domain, with all addresses of it.")]
SHOWN: Final = "%d %b %Y"


def show(lead_id: LeadId, site: Site) -> None:
    """What a lead refused and agreed to, who said so, and its live sequence."""
    print_permissions(_act(show_permissions, site, lead_id=lead_id))


def record_opt_out(lead_id: LeadId, site: Site, reason: Reason, channel: OnChannel = None) -> None:
    """Record that a lead refuses a channel, or all; what has not left is cancelled."""
    permissions = _act(opt_out, site, lead_id=lead_id, channel=channel, reason=reason)
    console.print(f"{permissions.cancelled} follow-ups cancelled.")
    print_permissions(permissions)


def record_opt_in(lead_id: LeadId, site: Site, reason: Reason, channel: OnChannel = None) -> None:
    """Take back what a lead refused: the only way in which a refusal ends."""
    permissions = _act(opt_in, site, lead_id=lead_id, channel=channel, reason=reason)
    console.print(f"{permissions.lifted} refusals taken back.")
    print_permissions(permissions)


def print_permissions(permissions: LeadPermissions) -> None:
    """A line for each refusal and consent, and one for the live sequence."""
    for record in permissions.refusals:
        console.print(Text(refusal_line(record)), soft_wrap=True)
    for consent in permissions.consents:
        channel = consent.channel or "no channel in particular"
        words = f' "{consent.words}"' if consent.words else ""
        line = f"agreed to {channel} ({consent.basis}): {consent.source}{words}"
        console.print(Text(line), soft_wrap=True)
    if not permissions.refusals and not permissions.consents:
        console.print("Nothing was refused, and nothing agreed to.")
    if permissions.live_command_id:
        console.print(f"Live sequence: command {permissions.live_command_id}")


def refusal_line(record: DoNotContact) -> str:
    """A refusal in a line: what, by which address, why, who said so, and whether it holds."""
    channel = record.channel or "every channel"
    words = f' "{record.words}"' if record.words else ""
    line = (
        f"{record.cause.replace('_', ' ')}, {channel}, by {record.address.kind} "
        f"{record.address.value}: {record.source}{words}, {record.recorded_at:{SHOWN}}"
    )
    if record.lifted_at:
        line += f"; taken back {record.lifted_at:{SHOWN}}: {record.lifted_because}"
    return line


@app.command()
def add(
    site: Site,
    reason: Reason,
    email: Email = None,
    phone: Phone = None,
    domain: Domain = None,
) -> None:
    """Keep an address, number or domain from being contacted, now and later."""
    address = _address(email, phone, domain)
    cancelled = _act(add_do_not_contact, site, address=address, reason=reason)
    console.print(f"Added; {cancelled} follow-ups cancelled.")


@app.command("list")
def list_all(site: Site) -> None:
    """The site's list, newest first: at most 1,000."""
    work = list_do_not_contact(sessions=sessions_for(read_settings()), caller=LOCAL, site_id=site)
    records = run(work)
    for record in records:
        console.print(Text(refusal_line(record)), soft_wrap=True)
    if not records:
        console.print("Nothing is on the list.")


@app.command()
def remove(
    site: Site,
    reason: Reason,
    email: Email = None,
    phone: Phone = None,
    domain: Domain = None,
) -> None:
    """Take an address, number or domain off the list; who did and why is kept."""
    address = _address(email, phone, domain)
    _act(remove_do_not_contact, site, address=address, reason=reason)
    console.print("Removed.")


def _act(action: Callable[..., Coroutine[Any, Any, T]], site: str, **values: Any) -> T:
    """What an action on the site brings, done now and on the configured database."""
    work = action(
        sessions=sessions_for(read_settings()),
        caller=LOCAL,
        site_id=site,
        now=datetime.now(UTC),
        **values,
    )
    return run(work)


def _address(email: str | None, phone: str | None, domain: str | None) -> Address:
    given = {"email": email, "phone": phone, "domain": domain}
    named = [(kind, text) for kind, text in given.items() if text]
    if len(named) != 1:
        stop("Give exactly one of --email, --phone and --domain.")
    [(kind, text)] = named
    return or_stop(address_in, kind, text)
