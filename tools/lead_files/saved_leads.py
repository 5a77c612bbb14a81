"""A row of a file as the lead that is saved."""

from hashlib import sha256

from tools.domain.lead import Lead
from tools.domain.vocabulary import Channel
from tools.lead_files.lead_rows import ImportedLead


def saved_lead(imported: ImportedLead, site_id: str) -> Lead:
    """The lead with the file's own id, or one that is the same at every import."""
    fields = {
        field: value for field, value in imported.fields.items() if field in Lead.model_fields
    }
    return Lead(
        id=imported.id or _id_of(imported.identity, site_id),
        site_id=site_id,
        opted_out=any(refusal.channel is None for refusal in imported.refusals),
        consent=_consent(imported),
        **fields,
    )


def _id_of(identity: str, site_id: str) -> str:
    text = f"{site_id}|{identity}".casefold()
    return "lead_" + sha256(text.encode()).hexdigest()[:16]


def _consent(imported: ImportedLead) -> dict[Channel, bool]:
    """By channel; a refusal comes before a consent."""
    consent: dict[Channel, bool] = {}
    for given in imported.consents:
        if given.channel:
            consent[given.channel] = True
    for refusal in imported.refusals:
        if refusal.channel:
            consent[refusal.channel] = False
    return consent
