"""Leads: a file of them imported."""

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from api.actions.sites import require_site
from tools.db.engine import Sessions, writing
from tools.db.sites import find_site
from tools.domain.caller import Caller
from tools.domain.lead import Lead
from tools.lead_files.reader import BadRow, read_leads
from tools.records.leads import save_lead_records

BATCH: Final = 500  # leads a transaction


class ImportReport(NamedTuple):
    """How many leads were written, and the rows that were left out."""

    leads: int
    bad_rows: list[BadRow]


async def import_leads(
    *, sessions: Sessions, caller: Caller, path: Path, site_id: str, now: datetime
) -> ImportReport:
    """Writes the leads of a file, over those with the same ids; bad rows are reported, no good one
    is lost.

    Raises SiteNotFound, and InvalidRequest for a file that cannot be read.
    """
    require_site(caller, site_id)
    async with sessions() as session:
        site = await find_site(session, site_id)
    rows = read_leads(path, site_id)
    count = 0
    bad_rows: list[BadRow] = []
    while batch := list(islice(rows, BATCH)):
        leads = [row for row in batch if isinstance(row, Lead)]
        bad_rows += [row for row in batch if isinstance(row, BadRow)]
        async with writing(sessions) as session:
            await save_lead_records(session, site, leads, actor=caller.name, now=now)
        count += len(leads)
    return ImportReport(count, bad_rows)
