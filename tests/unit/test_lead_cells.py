"""Cells as people and sheets write them: addresses, numbers, texts, and what stands for none."""

import pytest

from tools.lead_files.cells import BadCell, list_of, name_of, text_of
from tools.lead_files.emails import emails_in
from tools.lead_files.phones import country_of_prefix, phones_in
from tools.text import is_placeholder

EMAILS = {
    "jane@example.com": ("jane@example.com",),
    "Jane@Example.COM": ("Jane@Example.COM",),
    "mailto:jane@example.com": ("jane@example.com",),
    "mailto:jane@example.com?subject=Hello": ("jane@example.com",),
    "Jane Smith <jane@example.com>": ("jane@example.com",),
    '"Smith, Jane" <jane@example.com>; Bo <bo@example.com>': ("jane@example.com", "bo@example.com"),
    "[jane@example.com](mailto:jane@example.com)": ("jane@example.com",),
    "'jane@example.com'": ("jane@example.com",),
    "jane@example.com.": ("jane@example.com",),
    "jane @example.com": ("jane@example.com",),
    "jane@example.com (work)": ("jane@example.com",),
    "work: jane@example.com": ("jane@example.com",),
    "a@example.com; b@example.com": ("a@example.com", "b@example.com"),
    "a@example.com, b@example.com": ("a@example.com", "b@example.com"),
    "a@example.com / b@example.com": ("a@example.com", "b@example.com"),
    "a@example.com/b@example.com": ("a@example.com", "b@example.com"),
    "a@example.com ::: b@example.com": ("a@example.com", "b@example.com"),
    "a@example.com\nb@example.com": ("a@example.com", "b@example.com"),
    "o'neil+sales@mail.example.co.uk": ("o'neil+sales@mail.example.co.uk",),
    "josé@exämple.de": ("josé@exämple.de",),
    "n/a": (),
    "-": (),
}
BROKEN_EMAILS = [
    "jane@example",
    "jane@@example.com",
    "jane@example..com",
    ".jane@example.com",
    "jane.@example.com",
    "@example.com",
    "jane at example.com",
    "jane@-example.com",
    "jane@example.c",
    "x" * 65 + "@example.com",
]
NOBODYS = [
    "none@none.com",
    "noemail@noemail.com",
    "noreply@example.com",
    "no-reply@example.com",
    "do.not.reply@example.com",
    "test@test.com",
    "na@na.com",
    "sincorreo@example.es",
    "unknown@unknown.invalid",
]


@pytest.mark.parametrize(("text", "emails"), EMAILS.items())
def test_the_addresses_of_a_cell_are_read(text: str, emails: tuple[str, ...]) -> None:
    assert emails_in(text) == (emails, None)


@pytest.mark.parametrize("text", BROKEN_EMAILS)
def test_a_broken_address_is_left_out_and_told(text: str) -> None:
    assert emails_in(text) == ((), "expected an address such as jane@example.com")


@pytest.mark.parametrize("text", NOBODYS)
def test_an_address_that_nobody_reads_is_not_written_to(text: str) -> None:
    assert emails_in(text) == ((), "nobody reads this address: it is not written to")


@pytest.mark.parametrize("text", ["test.user@example.com", "na@example.com", "no@example.com"])
def test_an_address_of_a_person_is_not_mistaken_for_nobodys(text: str) -> None:
    assert emails_in(text) == ((text,), None)


def test_the_address_that_works_is_taken_and_the_other_told() -> None:
    addresses = emails_in("jane@@example.com; bo@example.com")
    assert addresses.emails == ("bo@example.com",)
    assert addresses.fault is not None


# (text, the lead's country, the numbers)
PHONES = [
    ("+44 7700 900123", None, ("+447700900123",)),
    ("07700 900123", "GB", ("+447700900123",)),
    ("7700900123", "GB", ("+447700900123",)),
    ("415.555.0132", "US", ("+14155550132",)),
    ("4.47700900123E+11", "GB", ("+447700900123",)),
    ("4,47700900123E+11", "GB", ("+447700900123",)),
    ("447700900123.0", "GB", ("+447700900123",)),
    ("'+447700900123", None, ("+447700900123",)),
    ("0044 7700 900123", None, ("+447700900123",)),
    ("+44 (0)20 7946 0123", None, ("+442079460123",)),
    ("+1 (415) 555-0132 ext. 12", None, ("+14155550132 ext. 12",)),
    ("415-555-0132 x12", "US", ("+14155550132 ext. 12",)),
    ("415-555-0132, ext 4", "US", ("+14155550132 ext. 4",)),
    ("1-800-FLOWERS", "US", ("+18003569377",)),
    ("mobile: +44 7700 900123", None, ("+447700900123",)),
    ("+44 7700 900123 (mobile)", None, ("+447700900123",)),
    ("07700 900123 (Sam's desk)", "GB", ("+447700900123",)),
    ("+44 7700 900123 / +44 20 7946 0123", None, ("+447700900123", "+442079460123")),
    ("+447700900123;+442079460123", None, ("+447700900123", "+442079460123")),
    ("+447700900123 +442079460123", None, ("+447700900123", "+442079460123")),
    ("+447700900123 or +442079460123", None, ("+447700900123", "+442079460123")),
    ("020/7946 0123", "GB", ("+442079460123",)),
    ("34910000123", "GB", ("+34910000123",)),
    ("555-0132", "GB", ("555-0132",)),
    ("4155550132", None, ("4155550132",)),
    ("N/A", None, ()),
    ("none", None, ()),
]


@pytest.mark.parametrize(("text", "country", "phones"), PHONES)
def test_the_numbers_of_a_cell_are_read(
    text: str, country: str | None, phones: tuple[str, ...]
) -> None:
    assert phones_in(text, country) == (phones, None)


@pytest.mark.parametrize(
    "text", ["4.47E+11", "0000000000", "1111111111", "call me", "12345", "+44", "+999 1234567"]
)
def test_what_is_no_number_is_left_out_and_told(text: str) -> None:
    numbers = phones_in(text, "GB")
    assert numbers.phones == ()
    assert numbers.fault is not None


def test_a_number_is_the_sites_countrys_only_where_that_is_certain() -> None:
    assert phones_in("07700 900123", None, "GB").phones == ("+447700900123",)
    assert phones_in("415-555-0132", None, "GB").phones == ("415-555-0132",)


@pytest.mark.parametrize(("prefix", "country"), [("+44", "GB"), ("34", "ES"), ("x", None)])
def test_a_prefix_in_a_column_of_its_own_says_the_country(prefix: str, country: str | None) -> None:
    assert country_of_prefix(prefix) == country


TEXTS = {
    "  Acme   Inc. ": "Acme Inc.",
    "Acme &amp; Sons": "Acme & Sons",
    "R&amp;amp;D": "R&D",
    "AT&T": "AT&T",
    "JosÃ© MuÃ±oz": "José Muñoz",
    "Oâ€™Brien": "O’Brien",
    "JOÃO GONÇALVES": "JOÃO GONÇALVES",
    "Åsa Ängström": "Åsa Ängström",
    "Acme\u200b": "Acme",
    '="Acme"': "Acme",
    "<p>Acme</p>": "Acme",
    "a < b": "a < b",
    "N/A": None,
    "[not provided]": None,
    "#REF!": None,
    "TBD": None,
    "": None,
}


@pytest.mark.parametrize(("cell", "text"), TEXTS.items())
def test_a_text_is_cleaned_of_what_programs_leave_in_it(cell: str, text: str | None) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize("cell", ["Jos\ufffd", "PeÃ arol", "x" * 2_001, {"a": 1}, True])
def test_a_text_that_cannot_be_read_is_left_out(cell: object) -> None:
    with pytest.raises(BadCell):
        text_of(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [("Null", "Null"), ("null", None), ("N/A N/A", None), ("Na", "Na"), ("Yes", None), ("-", None)],
)
def test_a_name_that_is_a_placeholder_elsewhere_is_a_name(cell: str, name: str | None) -> None:
    assert name_of(cell) == name


LISTS = {
    "slow reports; late invoices": ("slow reports", "late invoices"),
    "slow reports, late invoices": ("slow reports", "late invoices"),
    "N/A; slow reports": ("slow reports",),
    "<p>slow reports</p><p>late invoices</p>": ("slow reports", "late invoices"),
    "<ul><li>slow reports</li><li>late, wrong invoices</li></ul>": (
        "slow reports",
        "late, wrong invoices",
    ),
    "slow reports <br> late invoices": ("slow reports", "late invoices"),
    "1) slow reports\n2) late invoices": ("slow reports", "late invoices"),
    "• slow reports\n• late invoices": ("slow reports", "late invoices"),
    "Reporting &amp;amp; dashboards": ("Reporting & dashboards",),
    "50% churn": ("50% churn",),
    "24/7 support": ("24/7 support",),
}


@pytest.mark.parametrize(("cell", "parts"), LISTS.items())
def test_a_list_is_read_without_its_bullets_and_tags(cell: str, parts: tuple[str, ...]) -> None:
    assert list_of(cell) == parts


@pytest.mark.parametrize(
    "text",
    ["N/A", "n.a.", "#N/A", "-", "—", "?", "none", "NULL", "unknown", "[not provided]", "(blank)"],
)
def test_what_stands_for_no_value_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["0", "Namibia", "Nadia", "Noble", "Nullmeyer", "A", "3M", "Unknown Pleasures"]
)
def test_a_value_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)
