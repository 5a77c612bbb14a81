"""A phone number as the library of numbering plans reads it."""

import phonenumbers


def phone_number(text: str, country: str | None = None) -> phonenumbers.PhoneNumber | None:
    """The number, a national one read as of the country (an ISO code); None where it is none."""
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None


def printed_number(text: str | None) -> str:
    """A number as it is printed for readers abroad, "+44 20 7946 0123"; "" for one that is none."""
    number = phone_number(text or "")
    if number is None or not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
