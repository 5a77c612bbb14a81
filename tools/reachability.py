"""Which channels a lead may be reached on, and why not.

Pure functions, so that they can be asked again when something is sent.
"""

from typing import Final

from tools.addresses import BY_EMAIL, closes
from tools.domain.lead import Lead
from tools.domain.permission import AddressKind
from tools.domain.vocabulary import Channel
from tools.errors import LeadNotReachable

# Channels that reach a private phone are chosen of our own accord only with consent: WhatsApp's
# business policy demands an opt-in.
NEEDS_CONSENT: Final = frozenset({Channel.WHATSAPP, Channel.SMS})
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
    if channel in BY_EMAIL:
        return lead.email
    return lead.phone


def has_refused(lead: Lead, channel: Channel) -> bool:
    """Whether the lead has refused the channel; who refuses e-mail refuses what arrives by it."""
    return any(channel in closes(refusal.channel, AddressKind.LEAD) for refusal in lead.refusals)


def has_agreed(lead: Lead, channel: Channel) -> bool:
    """Whether the lead has agreed to the channel itself."""
    return any(consent.channel is channel for consent in lead.consents)


def open_channels(lead: Lead, *, requested: Channel | None, has_phone: bool) -> tuple[Channel, ...]:
    """The channels that reach the lead and that it has not refused.

    `requested` is the request's own channel, if it has one, and `has_phone` says whether it came
    with a phone number: with either, no consent on file is needed. Raises LeadNotReachable where
    no channel is open, or not the one requested.
    """
    channels = []
    for channel in Channel:
        if not address_of(lead, channel) or has_refused(lead, channel):
            continue
        may_be_chosen = channel not in NEEDS_CONSENT or has_agreed(lead, channel)
        if may_be_chosen or has_phone or channel is requested:
            channels.append(channel)
    if requested and requested not in channels:
        raise LeadNotReachable(lead.id, _why_closed(lead, requested))
    if not channels:
        raise LeadNotReachable(lead.id, ANY_ADDRESS_NEEDED)
    return tuple(channels)


def _why_closed(lead: Lead, channel: Channel) -> str:
    """Why a channel is not open, as the end of a sentence."""
    if address_of(lead, channel):
        return f"the lead has refused {channel}"
    return f"{channel} needs {ADDRESS_NEEDED[channel]}"
