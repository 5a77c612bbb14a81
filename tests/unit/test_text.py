"""Text made comparable, printable or a list, and the look of addresses."""

import pytest

from tools.text import (
    fold,
    fold_to_ascii,
    is_email,
    is_phone,
    printable,
    split_list,
    without_accents,
    without_case,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("España", "espana"),
        ("ESPAN\u0303A", "espana"),
        ("Ｅmail", "email"),
        ("日本", "日本"),
        ("ﬁn", "fin"),
    ],
)
def test_folded_text_has_neither_case_nor_width_nor_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_to_ascii_leaves_other_scripts_out() -> None:
    assert fold_to_ascii("3 Días 日本 ✓").split() == ["3", "dias"]


def test_text_without_case_keeps_its_accents() -> None:
    assert without_case("ＰＥÑＡ") == "peña"


def test_text_without_accents_keeps_its_signs() -> None:
    assert without_accents("Peña™") == "Pena™"


def test_printable_text_is_one_line_without_hidden_characters() -> None:
    assert printable("Good \u200bday\n to\u202e you 🙂.") == "Good day to you 🙂."


def test_printable_text_may_leave_symbols_out_but_for_some() -> None:
    assert printable("🙂 49 € = 50 $", without="CS", except_for="€") == "49 € 50"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a, b", ["a", " b"]),
        ("a, b; c", ["a, b", " c"]),
        ("a|b\nc", ["a", "b", "c"]),
        ("", [""]),
    ],
)
def test_a_list_is_split_at_commas_only_where_nothing_stronger_stands(
    text: str, parts: list[str]
) -> None:
    assert split_list(text) == parts


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("jane@example.com", True),
        ("jane.doe+x@mail.example.co.uk", True),
        ("jane@example", False),
        ("Jane <jane@example.com>", False),
        ("a@b.c, d@e.f", False),
        ("x" * 65 + "@example.com", False),
    ],
)
def test_an_email_address_is_one_word_around_an_at_sign(text: str, looks: bool) -> None:
    assert is_email(text) is looks


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("+1 (415) 555-0132", True),
        ("555 0132", True),
        ("555 0132 ext 9", True),
        ("123456", False),
        ("+14155550132 (office)", False),
    ],
)
def test_a_phone_number_has_seven_digits_and_no_words(text: str, looks: bool) -> None:
    assert is_phone(text) is looks
