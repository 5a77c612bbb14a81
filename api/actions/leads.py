"""Leads: a file of them imported."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from api.actions.sites import require_site
from tools.db.engine import Sessions, writing
from tools.db.leads import delete_lead_rows, find_lead
from tools.db.sites import find_site
from tools.domain.caller import Caller
from tools.lead_files.lead_rows import BadRow, LeadRow
from tools.lead_files.reader import LeadFile
from tools.lead_files.report import ImportReport
from tools.lead_files.saved_leads import lead_of_row
from tools.records.leads import save_lead_records

BATCH: Final = 500  # leads a transaction


async def delete_lead(*, sessions: Sessions, caller: Caller, site_id: str, lead_id: str) -> None:
    """Deletes a lead with its interactions, commands and follow-ups; what it refused stays.

    Raises LeadNotFound.
    """
    require_site(caller, site_id)
    async with writing(sessions) as session:
        await find_lead(session, site_id, lead_id)
        await delete_lead_rows(session, site_id, lead_id)


async def import_leads(
    *,
    sessions: Sessions,
    caller: Caller,
    path: Path,
    site_id: str,
    now: datetime,
    dry_run: bool = False,
    watchers: Sequence[Callable[[LeadRow | BadRow], None]] = (),
) -> ImportReport:
    """Writes what a file says of leads, and takes nothing back by what it does not say; bad rows
    are reported, no good one is lost. What is scheduled for a lead that refuses is cancelled.

    A dry run reads and reports, and writes nothing. `watchers` are told of every row as it is read.
    Raises SiteNotFound, and InvalidRequest for a file that cannot be read.
    """
    require_site(caller, site_id)
    async with sessions() as session:
        site = await find_site(session, site_id)
    file = LeadFile(path, country=site.country)
    report = ImportReport()
    rows = iter(file)
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            report.add(row)
            for watch in watchers:
                watch(row)
        if not dry_run:
            leads = [lead_of_row(row.lead, site_id) for row in batch if isinstance(row, LeadRow)]
            async with writing(sessions) as session:
                await save_lead_records(session, site, leads, actor=caller.name, now=now)
    report.columns = file.columns
    return report
