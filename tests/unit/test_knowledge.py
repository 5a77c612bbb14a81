"""A site's knowledge: what is read of files, what may be fetched, and what is picked for a lead."""

from pathlib import Path

import pytest

from tools.domain.site import Passage
from tools.errors import KnowledgeRefused
from tools.knowledge.pages import is_public, same_domain
from tools.knowledge.search import best_passages
from tools.knowledge.sources import PASSAGE_CHARACTERS, passages, read_knowledge

SITE = "https://www.brightpage.example.com"
MARKDOWN = """# Content automation

It **drafts** posts from one brief. See [the guide](https://elsewhere.example/guide).

## Pricing

- Plans start at 49 EUR a month.
"""


def passage_of(text: str, title: str | None = None) -> Passage:
    return Passage(source="about.md", title=title, text=text)


def test_a_markdown_file_becomes_passages_under_their_headings(tmp_path: Path) -> None:
    (tmp_path / "about.md").write_text(MARKDOWN, encoding="utf-8")
    assert list(read_knowledge(str(tmp_path / "about.md"), None)) == [
        passage_of("It drafts posts from one brief. See the guide.", "Content automation"),
        passage_of("Plans start at 49 EUR a month.", "Content automation, Pricing"),
    ]


def test_a_long_text_is_split_between_sentences_and_loses_none() -> None:
    text = " ".join(f"Sentence number {i} says something of its own." for i in range(100))
    pieces = [passage.text for passage in passages("a.txt", None, text)]
    assert " ".join(pieces) == text
    assert all(len(piece) <= PASSAGE_CHARACTERS and piece.endswith(".") for piece in pieces)


def test_hidden_characters_do_not_get_into_a_passage() -> None:
    [passage] = passages("a.txt", None, "Good \u200bday to all\u202e of you.")
    assert passage.text == "Good day to all of you."


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("prices.pdf", b"%PDF", "is none of"),
        ("gone.md", None, "is not there"),
        ("latin.txt", "año".encode("latin-1"), "is not UTF-8 text"),
        ("large.txt", b"x" * (5 * 1024 * 1024 + 1), "is larger than 5 MiB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(KnowledgeRefused, match=why):
        list(read_knowledge(str(tmp_path / name), None))


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://brightpage.example.com/a", True),
        ("https://docs.brightpage.example.com/a", True),
        ("https://notbrightpage.example.com/a", False),
        ("https://brightpage.example.com.evil.example/a", False),
        ("https://brightpage.example.com@evil.example/a", False),
        ("https://example.com/a", False),
        ("http:///a", False),
    ],
)
def test_only_the_sites_host_and_those_below_it_are_its_own_domain(url: str, is_own: bool) -> None:
    assert same_domain(url, SITE) is is_own


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_private_addresses_are_not_public_in_any_notation(address: str, public: bool) -> None:
    assert is_public(address) is public


PASSAGES = (
    passage_of("We are open on weekdays from nine to five."),
    passage_of("The reports show which pieces bring in leads."),
    passage_of("Content automation drafts posts from one brief."),
)


def test_the_passages_that_share_words_with_what_is_wanted_are_picked_best_first() -> None:
    assert best_passages(PASSAGES, ("content automation", "a report"), "en") == (
        PASSAGES[2],
        PASSAGES[1],
    )


def test_nothing_is_picked_where_nothing_fits_or_nothing_is_wanted() -> None:
    assert (
        best_passages(PASSAGES, ("zebra",), "en")
        == best_passages(PASSAGES, (), "en")
        == best_passages((), ("leads",), "en")
        == ()
    )
    assert best_passages(PASSAGES, ("the of and",), "en") == ()


def test_one_single_passage_is_found_and_accents_and_plurals_do_not_hide_it() -> None:
    only = passage_of("La facturación electrónica archiva las facturas.")
    assert best_passages([only], ("FACTURACION", "factura"), "es") == (only,)


def test_a_name_is_found_beside_its_trademark_sign() -> None:
    only = passage_of("Brightpage™ archives reports.")
    assert best_passages([only], ("Brightpage",), "en") == (only,)
