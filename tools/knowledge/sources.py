"""A site's own knowledge, read from files and pages and split into passages.

The only module that knows langchain-community, which it imports where it is used: it takes a
second to load.
"""

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tools.domain.site import Passage
from tools.errors import KnowledgeRefused
from tools.knowledge.pages import Allowed, is_public, open_session, same_domain
from tools.text import printable

MAX_PAGES: Final = 200
MAX_FILE_BYTES: Final = 5 * 1024 * 1024
PASSAGE_CHARACTERS: Final = 500  # three or four sentences: enough to stand alone as a fact
MIN_WORDS: Final = 4  # in a passage
MAX_TITLE: Final = 200  # characters
FILES: Final = {".md", ".markdown", ".txt"}

# Of a page
NOT_TEXT: Final = "script style noscript template nav header footer form iframe svg".split()
HIDDEN_STYLE: Final = re.compile(
    r"display:\s*none|visibility:\s*hidden|font-size:\s*0|opacity:\s*0(?![.\d])",
    re.IGNORECASE,
)
BLOCKS: Final = "p li h1 h2 h3 td blockquote dd dt".split()
HEADING_MARKS: Final = {"h1": "# ", "h2": "## ", "h3": "### "}

# Of Markdown
MARKS: Final = re.compile(  # bullets, quotes, numbers; bold, italics, code
    r"^[ \t]*(?:[>*+-]|\d+\.)[ \t]+|[*_`]{1,3}",
    re.MULTILINE,
)
LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
HEADINGS: Final = [("#", "1"), ("##", "2"), ("###", "3")]
BREAKS: Final = [r"\n\s*\n", r"(?<=[.!?])\s+", r"\n", r"\s"]  # the best place to split first


def read_knowledge(
    source: str, site_url: str | None, *, allowed: Allowed = is_public
) -> Iterator[Passage]:
    """The passages of a Markdown or text file, of a page, or of all pages of a sitemap.

    A sitemap is an address that ends in .xml. Raises KnowledgeRefused for what cannot be read, or
    may not be.
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
    with open_session(site_url, allowed=allowed) as session:
        if _is_xml(source):
            yield from _of_sitemap(source, session)
        else:
            yield from _of_page(source, session)


def _is_xml(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(".xml")


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
    soup = _scrape(loader, url)
    title = _title(soup)
    yield from passages(url, title, _readable(soup))


def _of_sitemap(url: str, session: Any) -> Iterator[Passage]:
    """Pages that cannot be read are left out; a sitemap of which none can be read is refused."""
    refusal: KnowledgeRefused | None = None
    is_empty = True
    for address in _addresses(url, session)[:MAX_PAGES]:
        try:
            for passage in _of_page(address, session):
                is_empty = False
                yield passage
        except KnowledgeRefused as error:
            refusal = error
    if is_empty:
        raise refusal or KnowledgeRefused(f"{url} names no page of the site's own domain.")


def _addresses(url: str, session: Any) -> list[str]:
    """The pages of the site's own domain in a sitemap, and in those it names."""
    community = _loaders()

    class GuardedSitemap(community.SitemapLoader):  # type: ignore[misc, name-defined]
        """Fetches nested sitemaps through the guarded session, not through a client of its own."""

        def scrape_all(self, urls: list[str], parser: str | None = None) -> list[Any]:
            return [self._scrape(url, parser) for url in urls]

    loader = GuardedSitemap(url, session=session, raise_for_status=True)
    sitemap = _scrape(loader, url)
    entries = _read(lambda: loader.parse_sitemap(sitemap), url)
    return [entry["loc"] for entry in entries]


def _scrape(loader: Any, url: str) -> Any:
    """What a page holds, as BeautifulSoup has it."""
    parser = "xml" if _is_xml(url) else None
    return _read(lambda: loader.scrape(parser), url)


def _read(load: Callable[[], Any], url: str) -> Any:
    """What `load` returns. Raises KnowledgeRefused where the page cannot be read."""
    from requests import RequestException

    try:
        return load()
    except (RequestException, OSError, UnicodeError) as error:
        status = getattr(getattr(error, "response", None), "status_code", None)
        reason = f"status {status}" if status else "no connection"
        raise KnowledgeRefused(f"{url} cannot be read: {reason}.") from error


def _loaders() -> Any:
    # It asks for a user agent in the environment; our session names itself.
    logging.getLogger("langchain_community.utils.user_agent").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package announces that it is archived
        from langchain_community import document_loaders
    return document_loaders


def _title(soup: Any) -> str | None:
    element = soup.find("h1") or soup.find("title")
    if element is None:
        return None
    return printable(element.get_text(" ")) or None


def _readable(soup: Any) -> str:
    """What a visitor of the page would read, with Markdown's marks before headings.

    It is the page's main part, without navigation and without what is hidden.
    """
    _remove(soup.find_all(NOT_TEXT))
    _remove(soup.find_all(_is_hidden))
    _remove(soup.find_all(style=HIDDEN_STYLE))
    main = soup.find("main") or soup.find("article") or soup.find("body") or soup
    texts = []
    for block in main.find_all(BLOCKS):
        if not block.find(BLOCKS):
            mark = HEADING_MARKS.get(block.name, "")
            texts.append(mark + printable(block.get_text(" ")))
    if texts:
        return "\n\n".join(texts)
    return str(main.get_text(" "))


def _is_hidden(element: Any) -> bool:
    return bool(element.has_attr("hidden") or element.get("aria-hidden") == "true")


def _remove(elements: Iterable[Any]) -> None:
    for element in elements:
        element.decompose()


def passages(source: str, title: str | None, text: str) -> Iterator[Passage]:
    """The text in pieces that can stand alone, each under its headings.

    Hidden characters, Markdown's marks, the addresses of links, and pieces of three words and
    fewer are left out.
    """
    from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

    sections = MarkdownHeaderTextSplitter(HEADINGS)
    pieces = RecursiveCharacterTextSplitter(
        chunk_size=PASSAGE_CHARACTERS,
        chunk_overlap=0,
        separators=BREAKS,
        is_separator_regex=True,
    )
    for section in sections.split_text(text):
        headings = _joined([title or "", *section.metadata.values()])
        content = LINK.sub(r"\1", section.page_content)
        for piece in pieces.split_text(MARKS.sub("", content)):
            if len(piece.split()) >= MIN_WORDS:
                yield Passage(source=source, title=headings, text=printable(piece))


def _joined(headings: Iterable[str]) -> str | None:
    """The headings in one line, each once; None where there is none."""
    unique = dict.fromkeys(printable(heading) for heading in headings)
    return ", ".join(heading for heading in unique if heading)[:MAX_TITLE] or None
