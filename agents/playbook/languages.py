"""Leads whose language the playbook does not write."""

from babel import Locale

from agents.playbook.catalogue import PLAYBOOK


def why_unwritten(language: str) -> str | None:
    """Returns why a person has to look at copy for a lead of this language (its ISO code); None for
    one that the playbook writes.
    """
    if language in PLAYBOOK:
        return None
    name = Locale("en").languages.get(language, language)
    return f"The lead reads {name}, which the playbook does not write."
