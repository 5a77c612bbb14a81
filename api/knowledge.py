"""`lead-followup knowledge`: what a site knows, put into the database, listed and taken out."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from graph.workflow import open_sessions
from tools.db import repository
from tools.db.engine import writing
from tools.domain import Passage
from tools.errors import KnowledgeRefused
from tools.knowledge import read_knowledge
from tools.settings import Settings

Reading = Callable[[str, str | None], Iterable[Passage]]


class Added(NamedTuple):
    source: str
    passages: int
    replaced: int


async def add(settings: Settings, given: str, site_id: str, *, read: Reading = read_knowledge) -> list[Added]:
    """Reads a file, a page or a sitemap, and puts its passages in the place of those its sources had before.

    Raises SiteNotFound, and KnowledgeRefused for what cannot or may not be read.
    """
    sessions = open_sessions(settings)
    async with sessions() as session:
        site = await repository.find_site(session, site_id)
    passages = await asyncio.to_thread(lambda: list(read(given, site.url)))
    if not passages:
        raise KnowledgeRefused(f"{given} holds no text to learn from.")
    by_source: dict[str, list[Passage]] = {}
    for passage in passages:
        by_source.setdefault(passage.source, []).append(passage)
    async with writing(sessions) as session:
        return [
            Added(source, len(found), await repository.replace_passages(session, site_id, source, found))
            for source, found in by_source.items()
        ]


async def listed(settings: Settings, site_id: str) -> Sequence[tuple[str, int]]:
    """(source, number of its passages). Raises SiteNotFound."""
    async with open_sessions(settings)() as session:
        await repository.find_site(session, site_id)
        return await repository.sources_of(session, site_id)


async def remove(settings: Settings, source: str, site_id: str) -> int:
    """How many passages went. Raises SiteNotFound, and KnowledgeRefused for a source the site does not have."""
    async with writing(open_sessions(settings)) as session:
        await repository.find_site(session, site_id)
        gone = await repository.replace_passages(session, site_id, source, [])
    if not gone:
        raise KnowledgeRefused(f"Site {site_id} has no knowledge from {source}.")
    return gone
