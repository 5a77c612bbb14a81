"""Who acts: an argument of every action, so that keys and tenants can be added in one place."""

from typing import Final

from tools.domain.vocabulary import Value


class Caller(Value):
    """Who asks for something, and which sites they may act for (None: every site)."""

    name: str
    site_ids: frozenset[str] | None = None

    def may_act_for(self, site_id: str) -> bool:
        """Whether the caller may read and change what belongs to the site."""
        return self.site_ids is None or site_id in self.site_ids


LOCAL: Final = Caller(name="local")  # whoever can reach the server or the command line
