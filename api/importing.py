"""A file of leads into the database: upserted in batches, bad rows reported, no good one lost."""

from itertools import islice
from pathlib import Path

from graph.workflow import open_sessions
from tools.db import repository, tables
from tools.db.engine import writing
from tools.domain import Lead
from tools.lead_files import BadRow, read_leads
from tools.settings import Settings

BATCH = 500


async def import_file(settings: Settings, path: Path, site_id: str) -> tuple[int, list[BadRow]]:
    """(leads written, rows left out). Raises SiteNotFound, and InvalidRequest for a file that cannot be read."""
    sessions = open_sessions(settings)
    async with sessions() as session:
        await repository.find_site(session, site_id)
    rows, kept, bad = read_leads(path, site_id), 0, []
    while batch := list(islice(rows, BATCH)):
        leads = [row for row in batch if isinstance(row, Lead)]
        bad += [row for row in batch if isinstance(row, BadRow)]
        async with writing(sessions) as session:
            for lead in leads:
                await repository.upsert(session, repository.row_of(tables.LeadRow, lead))
        kept += len(leads)
    return kept, bad
