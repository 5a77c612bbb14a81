"""Addresses and phone numbers in copy that are not exactly ours."""

from collections.abc import Iterator

from agents.checks.addresses import addresses_in, comparable, phones_in
from agents.checks.folding import folded
from agents.checks.reading import Reading
from agents.checks.scene import Scene


def foreign_addresses(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the e-mails, links, hosts and handles that are not ours.

    A company whose name is a host, as "Booking.com", may be named.
    """
    text = reading.folded.text
    company = folded(scene.context.lead.company or "").text
    for address in addresses_in(text):
        if address.key in scene.ground.addresses:
            continue
        if address.key in company and text[address.start : address.end] == address.key:
            continue
        yield reading.folded.quote(address.start, address.end)


def foreign_phones(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the phone numbers that are not ours; a number of another kind may stand in a fact."""
    text = reading.folded.text
    for phone in phones_in(text):
        words = text[phone.start : phone.end]
        if scene.ground.is_our_phone(phone.digits):
            continue
        if words.isdigit() and _is_noted(words, scene):
            continue
        yield reading.folded.quote(phone.start, phone.end)


def _is_noted(digits: str, scene: Scene) -> bool:
    """Returns whether a note holds the digits, as of an order, beside no phone of the lead."""
    return any(
        digits in source.text.split() and comparable(digits) == digits
        for source in scene.ground.sources
        if not source.text.startswith("+")
    )
