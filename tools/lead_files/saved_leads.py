"""A row of a file as a lead."""

from hashlib import sha256

from tools.domain.lead import Lead
from tools.lead_files.lead_rows import ImportedLead


def lead_of_row(imported: ImportedLead, site_id: str) -> Lead:
    """What a row says of a lead, with the file's own id, or one that is the same at every import.

    A field that the row does not say has no value.
    """
    return Lead(
        id=imported.id or _id_of(imported.identity, site_id),
        site_id=site_id,
        refusals=imported.refusals,
        consents=imported.consents,
        other_emails=imported.other_emails,
        other_phones=imported.other_phones,
        **imported.fields,
    )


def _id_of(identity: str, site_id: str) -> str:
    text = f"{site_id}|{identity}".casefold()
    return "lead_" + sha256(text.encode()).hexdigest()[:16]
