"""What a person is known by: e-mail addresses, phone numbers and profiles, each in one spelling."""

import re
from typing import Final

import phonenumbers

from tools.domain.lead import Lead
from tools.domain.permission import Address, AddressKind, Cause, Refusal
from tools.domain.vocabulary import Channel
from tools.errors import InvalidRequest
from tools.phone_numbers import phone_number
from tools.places.countries import country_code
from tools.text import is_email, is_phone

PROFILE: Final = re.compile(
    r"linkedin\.com/((?:in|pub|company|sales/lead)/[^/?#\s]+)", re.IGNORECASE
)
BY_EMAIL: Final = frozenset({Channel.EMAIL, Channel.MEETING, Channel.VIDEO_MESSAGE})
BY_PHONE: Final = frozenset({Channel.CALL, Channel.WHATSAPP, Channel.SMS})
DOMAIN: Final = re.compile(r"(?:[^\s.@/:]{1,63}\.)+[^\s.@/:]{2,63}")
EXPECTATIONS: Final = {
    "email": 'an e-mail address such as "jane@example.com"',
    "phone": 'a phone number with its country, such as "+14155550132"',
    "domain": 'a domain such as "example.com"',
}
LONGEST: Final = 320  # characters of an address: those of the longest e-mail address there is
# Causes that say something of the record rather than of the person behind its addresses.
OF_THE_RECORD: Final = frozenset({Cause.DUPLICATE, Cause.UNCLEAR})


def international(phone: str, *countries: str | None) -> str:
    """E.164, a national number read with the first country under which it is one; otherwise as it
    was given.
    """
    for region in (None, *map(country_code, countries)):
        number = phone_number(phone, region)
        if number and phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return phone


def email_key(email: str) -> str:
    """An e-mail address in small letters."""
    return email.strip().casefold()


def phone_key(phone: str, *countries: str | None) -> str:
    """The digits of a number, in international form where its country is known."""
    return re.sub(r"\D", "", international(phone, *countries))


def linkedin_key(profile: str) -> str:
    """A profile's own part of its address: "in/jane-example"."""
    match = PROFILE.search(profile)
    return (match[1] if match else profile.strip()).casefold()


def address_in(kind: str, text: str) -> Address:
    """An e-mail address, phone number or domain as it is kept. Raises InvalidRequest."""
    text = text.strip()
    if kind == AddressKind.EMAIL and is_email(text):
        return Address(kind=AddressKind.EMAIL, value=email_key(text))
    if kind == AddressKind.PHONE and is_phone(text):
        return Address(kind=AddressKind.PHONE, value=phone_key(text))
    if kind == AddressKind.DOMAIN and DOMAIN.fullmatch(text.removeprefix("@").casefold()):
        return Address(kind=AddressKind.DOMAIN, value=text.removeprefix("@").casefold())
    raise InvalidRequest(f"{kind}: expected {EXPECTATIONS[kind]}.")


def domains_of(email: str) -> list[str]:
    """The domain of an address and those above it: "mail.example.com", "example.com"."""
    labels = email_key(email).rpartition("@")[2].split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def addresses_of(lead: Lead, site_country: str | None = None) -> tuple[Address, ...]:
    """All that a lead is known by, its id first; each once."""
    pairs = [(AddressKind.LEAD, lead.id)]
    for email in filter(None, (lead.email, *lead.other_emails)):
        pairs.append((AddressKind.EMAIL, email_key(email)))
        pairs += [(AddressKind.DOMAIN, domain) for domain in domains_of(email)]
    for phone in filter(None, (lead.phone, *lead.other_phones)):
        pairs.append((AddressKind.PHONE, phone_key(phone, lead.country, site_country)))
    if lead.linkedin:
        pairs.append((AddressKind.LINKEDIN, linkedin_key(lead.linkedin)))
    return tuple(
        Address(kind=kind, value=value[:LONGEST]) for kind, value in dict.fromkeys(pairs) if value
    )


def addresses_refused(lead: Lead, refusal: Refusal, site_country: str | None) -> list[Address]:
    """The addresses of a lead that a refusal is kept by."""
    if refusal.cause is Cause.BOUNCED and lead.email:
        return [Address(kind=AddressKind.EMAIL, value=email_key(lead.email))]
    addresses = addresses_of(lead, site_country)
    kinds = _kinds_of(refusal)
    refused = [address for address in addresses if address.kind in kinds]
    return refused or [address for address in addresses if address.kind is AddressKind.LEAD]


def _kinds_of(refusal: Refusal) -> frozenset[AddressKind]:
    """What a refusal is about: a record, the whole person, or what a channel goes through."""
    if refusal.cause in OF_THE_RECORD:
        return frozenset({AddressKind.LEAD})
    if refusal.channel is None:
        return frozenset(AddressKind) - {AddressKind.DOMAIN}
    if refusal.channel in BY_EMAIL:
        return frozenset({AddressKind.LEAD, AddressKind.EMAIL})
    if refusal.channel in BY_PHONE:
        return frozenset({AddressKind.LEAD, AddressKind.PHONE})
    return frozenset({AddressKind.LEAD, AddressKind.LINKEDIN})


def closes(channel: Channel | None, kind: AddressKind) -> frozenset[Channel]:
    """The channels that a refusal kept by such an address closes.

    E-mail carries meetings and videos too.
    """
    if channel is None:
        return BY_PHONE if kind is AddressKind.PHONE else frozenset(Channel)
    return BY_EMAIL if channel is Channel.EMAIL else frozenset({channel})
