"""Sites: a company's own data, written from what its file says."""

from sqlalchemy.exc import IntegrityError

from tools.db.engine import Sessions, writing
from tools.db.sites import remove_others, save_site_data
from tools.domain.caller import Caller
from tools.errors import InvalidRequest, SiteNotFound
from tools.site_file import SiteData


def require_site(caller: Caller, site_id: str) -> None:
    """Raises SiteNotFound for a site that the caller may not act for."""
    if not caller.may_act_for(site_id):
        raise SiteNotFound(site_id)


async def configure_sites(*, sessions: Sessions, caller: Caller, data: SiteData) -> list[str]:
    """Writes the data, and deletes what its sites had beyond it: "agent sales_1 of site x" for
    each.

    Raises InvalidRequest for what belongs to no site or user that is there, and then writes
    nothing.
    """
    for site_id in data.site_ids():
        require_site(caller, site_id)
    try:
        async with writing(sessions) as session:
            await save_site_data(session, data)
            return await remove_others(session, data)
    except IntegrityError as error:
        raise InvalidRequest(
            "A user, agent or product names a site or user that is not there."
        ) from error
