"""Whether a lead may be contacted: what it refused or agreed to, on which channel, and who said so.

Only an explicit act takes a refusal back; neither an import nor a request does by silence.
"""

from enum import StrEnum

from pydantic import AwareDatetime

from tools.domain.vocabulary import Channel, Value


class Cause(StrEnum):
    """Why a lead is not written to."""

    OPTED_OUT = "opted_out"  # asked not to be contacted
    COMPLAINED = "complained"  # reported a message as spam
    BOUNCED = "bounced"  # the address does not take messages
    DECEASED = "deceased"  # has died
    LEFT_COMPANY = "left_company"  # no longer works where it is known from
    COMPETITOR = "competitor"  # works for a competitor
    NOT_INTERESTED = "not_interested"  # said no to the offer
    DUPLICATE = "duplicate"  # marked as another record of the same person
    UNCLEAR = "unclear"  # something looks like a refusal and was not understood

    @property
    def holds(self) -> bool:
        """Whether it is for a person to decide, where nobody asked not to be contacted."""
        return self in HOLDS


HOLDS = frozenset(
    {
        Cause.LEFT_COMPANY,
        Cause.COMPETITOR,
        Cause.NOT_INTERESTED,
        Cause.DUPLICATE,
        Cause.UNCLEAR,
    }
)


class Refusal(Value):
    """Something that says that a lead must not be contacted.

    `channel` None means every channel. `source` is where it was said, such as a file's column,
    `words` are the words themselves, and `at` is when it was said, where that is known.
    """

    cause: Cause
    channel: Channel | None = None
    source: str
    words: str | None = None
    at: AwareDatetime | None = None


class Consent(Value):
    """Something that says that a lead agreed to be contacted.

    `channel` None means every channel. `basis` is what a law calls it, such as opt_in or customer.
    """

    channel: Channel | None = None
    basis: str = "opt_in"
    source: str
    words: str | None = None
    at: AwareDatetime | None = None


class AddressKind(StrEnum):
    """What a refusal may be kept by, so that it outlives the lead's record."""

    LEAD = "lead"  # the lead's id
    EMAIL = "email"
    PHONE = "phone"  # a number that colleagues may share: it closes what goes by phone only
    LINKEDIN = "linkedin"
    DOMAIN = "domain"  # of an e-mail address, and of all below it


class Address(Value):
    """One thing a person is known by, written so that the same address is the same text."""

    kind: AddressKind
    value: str


class DoNotContact(Refusal):
    """A refusal as it is kept: whom it is about, who recorded it, and who took it back, if any."""

    address: Address
    recorded_at: AwareDatetime
    recorded_by: str
    lifted_at: AwareDatetime | None = None
    lifted_by: str | None = None
    lifted_because: str | None = None
