"""What a site knows: sources added, listed and removed."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from api.actions.sites import require_site
from tools.db.engine import Sessions, writing
from tools.db.sites import find_site, replace_passages, sources_of
from tools.domain.caller import Caller
from tools.domain.site import Passage
from tools.errors import KnowledgeRefused
from tools.knowledge.sources import read_knowledge

ReadKnowledge = Callable[[str, str | None], Iterable[Passage]]


class AddedSource(NamedTuple):
    """A source, how many passages it gave, and how many it had given before."""

    source: str
    passages: int
    replaced: int


async def add_knowledge(
    *,
    sessions: Sessions,
    caller: Caller,
    address: str,
    site_id: str,
    read: ReadKnowledge = read_knowledge,
) -> list[AddedSource]:
    """Reads a file, a page or a sitemap, and puts its passages in the place of those its sources
    had before.

    Raises SiteNotFound, and KnowledgeRefused for what cannot or may not be read.
    """
    require_site(caller, site_id)
    async with sessions() as session:
        site = await find_site(session, site_id)
    passages = await asyncio.to_thread(lambda: list(read(address, site.url)))
    if not passages:
        raise KnowledgeRefused(f"{address} holds no text to learn from.")
    by_source: dict[str, list[Passage]] = {}
    for passage in passages:
        by_source.setdefault(passage.source, []).append(passage)
    added = []
    async with writing(sessions) as session:
        for source, texts in by_source.items():
            replaced = await replace_passages(session, site_id, source, texts)
            added.append(AddedSource(source, len(texts), replaced))
    return added


async def list_knowledge(
    *, sessions: Sessions, caller: Caller, site_id: str
) -> Sequence[tuple[str, int]]:
    """(source, number of its passages). Raises SiteNotFound."""
    require_site(caller, site_id)
    async with sessions() as session:
        await find_site(session, site_id)
        return await sources_of(session, site_id)


async def remove_knowledge(*, sessions: Sessions, caller: Caller, source: str, site_id: str) -> int:
    """How many passages were removed.

    Raises SiteNotFound, and KnowledgeRefused for a source the site has not.
    """
    require_site(caller, site_id)
    async with writing(sessions) as session:
        await find_site(session, site_id)
        removed = await replace_passages(session, site_id, source, [])
    if not removed:
        raise KnowledgeRefused(f"Site {site_id} has no knowledge from {source}.")
    return removed
