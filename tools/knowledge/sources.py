"""A site's own knowledge, read from files and pages and split into passages.

The only module that knows langchain-community; it is imported where it is used, since it takes a
second to load.
"""

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tools.domain.site import Passage
from tools.errors import KnowledgeRefused
from tools.knowledge.pages import Allowed, is_public, open_session, same_domain

MAX_PAGES: Final = 200
MAX_FILE_BYTES: Final = 5 * 1024 * 1024
PASSAGE_CHARACTERS: Final = 500  # three or four sentences: enough to stand alone as a fact
FILES: Final = {".md", ".markdown", ".txt"}
UNREAD: Final = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "form",
    "iframe",
    "svg",
)
UNSEEN: Final = re.compile(
    r"display:\s*none|visibility:\s*hidden|font-size:\s*0|opacity:\s*0(?![.\d])", re.IGNORECASE
)
MARKS: Final = re.compile(
    r"^[ \t]*(?:[>*+-]|\d+\.)[ \t]+|[*_`]{1,3}", re.MULTILINE
)  # of Markdown: bullets, quotes, bold
BLOCKS: Final = ["p", "li", "h1", "h2", "h3", "td", "blockquote", "dd", "dt"]
HEADINGS: Final = {"h1": "# ", "h2": "## ", "h3": "### "}
LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def read_knowledge(
    source: str, site_url: str | None, *, allowed: Allowed = is_public
) -> Iterator[Passage]:
    """The passages of a Markdown or text file, of a page, or of all pages of a sitemap (an address
    ending in .xml).

    Raises KnowledgeRefused for what cannot be read, or may not be.
    """
    if not re.match(r"https?://", source, re.IGNORECASE):
        yield from _of_file(Path(source))
        return
    if not site_url:
        raise KnowledgeRefused("The site has no url, so that no page can be told to be its own.")
    if not same_domain(source, site_url):
        raise KnowledgeRefused(
            f"{source} is not of the site's own domain ({urlsplit(site_url).hostname})."
        )
    pages = _of_sitemap if urlsplit(source).path.lower().endswith(".xml") else _of_page
    with open_session(site_url, allowed=allowed) as session:
        yield from pages(source, session)


def _of_file(path: Path) -> Iterator[Passage]:
    if path.suffix.lower() not in FILES:
        raise KnowledgeRefused(f"{path.name} is none of {', '.join(sorted(FILES))}.")
    if not path.is_file():
        raise KnowledgeRefused(f"{path.name} is not there.")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise KnowledgeRefused(f"{path.name} is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB.")
    try:
        [document] = _loaders().TextLoader(str(path), encoding="utf-8").load()
    except (RuntimeError, UnicodeDecodeError) as error:
        raise KnowledgeRefused(f"{path.name} is not UTF-8 text.") from error
    yield from passages(path.name, None, document.page_content)


def _of_page(url: str, session: Any) -> Iterator[Passage]:
    loader = _loaders().WebBaseLoader(url, session=session, raise_for_status=True)
    soup = _scraped(loader, url)
    yield from passages(url, _title(soup), _readable(soup))


def _of_sitemap(url: str, session: Any) -> Iterator[Passage]:
    """Pages that cannot be read are left out; a sitemap of which none can be read is refused."""
    community = _loaders()

    class GuardedSitemap(community.SitemapLoader):  # type: ignore[misc, name-defined]
        """Fetches nested sitemaps through the guarded session too, not by a client of its own."""

        def scrape_all(self, urls: list[str], parser: str | None = None) -> list[Any]:
            return [self._scrape(url, parser) for url in urls]

    loader = GuardedSitemap(url, session=session, raise_for_status=True)
    sitemap = _scraped(loader, url)
    addresses = [entry["loc"] for entry in _checked(lambda: loader.parse_sitemap(sitemap), url)]
    last: KnowledgeRefused | None = None
    count = 0
    for address in addresses[:MAX_PAGES]:
        try:
            for passage in _of_page(address, session):
                count += 1
                yield passage
        except KnowledgeRefused as refused:
            last = refused
    if not count:
        raise last or KnowledgeRefused(f"{url} names no page of the site's own domain.")


def _scraped(loader: Any, url: str) -> Any:
    return _checked(
        lambda: loader.scrape("xml" if urlsplit(url).path.lower().endswith(".xml") else None), url
    )


def _checked(act: Any, url: str) -> Any:
    from requests import RequestException

    try:
        return act()
    except (RequestException, OSError, UnicodeError) as error:
        status = getattr(getattr(error, "response", None), "status_code", None)
        why = f"status {status}" if status else "no connection"
        raise KnowledgeRefused(f"{url} cannot be read: {why}.") from error


def _loaders() -> Any:
    logging.getLogger("langchain_community.utils.user_agent").setLevel(
        logging.ERROR
    )  # our session names itself
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package announces that it is archived
        from langchain_community import document_loaders
    return document_loaders


def _title(soup: Any) -> str | None:
    heading = soup.find("h1") or soup.find("title")
    return _tidy(heading.get_text(" ")) or None if heading else None


def _readable(soup: Any) -> str:
    """What a visitor of the page would read: its main part, without navigation and without what is
    hidden.
    """
    for element in soup.find_all(UNREAD):
        element.decompose()
    for element in soup.find_all(
        lambda tag: tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
    ):
        element.decompose()
    for element in soup.find_all(style=UNSEEN):
        element.decompose()
    main = soup.find("main") or soup.find("article") or soup.find("body") or soup
    blocks = [block for block in main.find_all(BLOCKS) if not block.find(BLOCKS)]
    texts = (HEADINGS.get(block.name, "") + _tidy(block.get_text(" ")) for block in blocks)
    return "\n\n".join(texts) if blocks else str(main.get_text(" "))


def passages(source: str, title: str | None, text: str) -> Iterator[Passage]:
    """The text in pieces that can stand alone, each under its headings.

    Hidden characters, Markdown's marks, the addresses of links, and pieces of three words and fewer
    are left out.
    """
    from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

    sections = MarkdownHeaderTextSplitter([("#", "1"), ("##", "2"), ("###", "3")])
    pieces = RecursiveCharacterTextSplitter(
        chunk_size=PASSAGE_CHARACTERS,
        chunk_overlap=0,
        separators=[r"\n\s*\n", r"(?<=[.!?])\s+", r"\n", r"\s"],
        is_separator_regex=True,
    )
    for section in sections.split_text(text):
        headings = list(
            dict.fromkeys(_tidy(heading) for heading in (title or "", *section.metadata.values()))
        )
        for piece in pieces.split_text(MARKS.sub("", LINK.sub(r"\1", section.page_content))):
            if len(piece.split()) > 3:
                yield Passage(
                    source=source,
                    title=", ".join(filter(None, headings))[:200] or None,
                    text=_tidy(piece),
                )


def _tidy(text: str) -> str:
    characters = (
        c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(characters).split())
