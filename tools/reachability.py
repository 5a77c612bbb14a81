"""Which channels a lead may be reached on, and why not: pure, so that it can be asked again when
something is sent.
"""

from typing import Final

from tools.domain.lead import Lead
from tools.domain.vocabulary import Channel
from tools.errors import LeadNotReachable

# Channels that reach a private phone are chosen unasked only with consent: WhatsApp's business
# policy wants an opt-in.
NEEDS_CONSENT: Final = frozenset({Channel.WHATSAPP, Channel.SMS})
BY_EMAIL: Final = frozenset({Channel.MEETING, Channel.VIDEO_MESSAGE})  # both arrive by e-mail
ADDRESS_NEEDED: Final = {
    Channel.EMAIL: "an e-mail address (leadData.email)",
    Channel.MEETING: "an e-mail address (leadData.email)",
    Channel.VIDEO_MESSAGE: "an e-mail address (leadData.email)",
    Channel.LINKEDIN_MESSAGE: "a LinkedIn profile (leadData.linkedin)",
    Channel.CALL: "a phone number (phone_number)",
    Channel.WHATSAPP: "a phone number (phone_number)",
    Channel.SMS: "a phone number (phone_number)",
}
ANY_ADDRESS_NEEDED: Final = (
    "no channel is open; an e-mail address, a phone number or a LinkedIn profile is needed"
)


def address_of(lead: Lead, channel: Channel) -> str | None:
    """Where the channel reaches the lead; None where nothing is known."""
    if channel is Channel.LINKEDIN_MESSAGE:
        return lead.linkedin
    if channel is Channel.EMAIL or channel in BY_EMAIL:
        return lead.email
    return lead.phone


def has_refused(lead: Lead, channel: Channel) -> bool:
    """Whether the lead has refused the channel; who refuses e-mail refuses what arrives by it."""
    if channel in BY_EMAIL and lead.consent.get(Channel.EMAIL) is False:
        return True
    return lead.consent.get(channel) is False


def open_channels(
    lead: Lead, *, asked_for: Channel | None, phone_given: bool
) -> tuple[Channel, ...]:
    """The channels that reach the lead and that it has not refused.

    A channel that was asked for, and any by a phone number given with the request, needs no
    consent on file. Raises LeadNotReachable where there is none, or not the one asked for.
    """
    channels = tuple(
        channel
        for channel in Channel
        if address_of(lead, channel)
        and not has_refused(lead, channel)
        and (
            channel not in NEEDS_CONSENT
            or phone_given
            or channel is asked_for
            or lead.consent.get(channel)
        )
    )
    if asked_for and asked_for not in channels:
        raise LeadNotReachable(lead.id, _why_closed(lead, asked_for))
    if not channels:
        raise LeadNotReachable(lead.id, ANY_ADDRESS_NEEDED)
    return channels


def _why_closed(lead: Lead, channel: Channel) -> str:
    if address_of(lead, channel):
        return f"the lead has refused {channel}"
    return f"{channel} needs {ADDRESS_NEEDED[channel]}"
