"""A phone number as the library of numbering plans reads it."""

import phonenumbers


def phone_number(text: str, country: str | None = None) -> phonenumbers.PhoneNumber | None:
    """The number, a national one read as of the country (an ISO code); None where it is none."""
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
