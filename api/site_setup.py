"""A company's file into the database: sites, users, agents and products, all or none."""

from pathlib import Path

from sqlalchemy.exc import IntegrityError

from graph.workflow import open_sessions
from tools.db import repository
from tools.db.engine import writing
from tools.errors import InvalidRequest
from tools.settings import Settings
from tools.site_data import SiteData, read_site_file


async def write_site_file(settings: Settings, path: Path) -> SiteData:
    """What was written. Raises InvalidRequest for what cannot be read, or belongs to no site or user that is there."""
    data = read_site_file(path)
    sessions = open_sessions(settings)
    try:
        async with writing(sessions) as session:
            await repository.save_site_data(session, data)
    except IntegrityError as error:
        raise InvalidRequest(
            f"{path.name}: a user, agent or product names a site or user that is not there."
        ) from error
    return data
