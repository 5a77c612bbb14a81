"""What is newly known of leads, written over what was known, with nothing taken back by silence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from tools.addresses import email_key
from tools.db.leads import known_leads, save_leads
from tools.domain.lead import Lead
from tools.domain.permission import Consent
from tools.domain.site import Site
from tools.records.refusals import kept_refusals, refuse

MAX_CONSENTS: Final = 50
MAX_OTHERS: Final = 20  # further e-mail addresses or phone numbers of a lead


async def save_lead_records(
    session: AsyncSession, site: Site, leads: Sequence[Lead], *, actor: str, now: datetime
) -> int:
    """Writes the leads, records what they refuse, and cancels what that calls off.

    Returns how many follow-ups were cancelled.
    """
    known = await known_leads(session, site.id, [lead.id for lead in leads])
    records: dict[str, Lead] = {}
    for lead in leads:
        records[lead.id] = merge_lead(records.get(lead.id) or known.get(lead.id), lead)
    await save_leads(session, list(records.values()), known)
    refusals = []
    for lead in leads:
        refusals += kept_refusals(records[lead.id], lead.refusals, site)
    return await refuse(session, site.id, refusals, actor=actor, now=now)


def merge_lead(known: Lead | None, new: Lead) -> Lead:
    """A lead with what is newly known of it.

    A field without a value changes nothing, and addresses that are replaced are kept beside the
    new ones.
    """
    if new.email:
        new = new.model_copy(update={"email": email_key(new.email)})
    if known is None:
        return new
    changes = {name: value for name, value in new if value not in (None, ())}
    changes["consents"] = _union(new.consents, known.consents)[:MAX_CONSENTS]
    record = known.model_copy(update=changes)
    others = {
        "other_emails": (known.email, *known.other_emails, *new.other_emails),
        "other_phones": (known.phone, *known.other_phones, *new.other_phones),
    }
    main = (record.email, record.phone)
    for name, texts in others.items():
        kept = dict.fromkeys(text for text in texts if text and text not in main)
        others[name] = tuple(kept)[:MAX_OTHERS]
    return record.model_copy(update=others)


def _union(newer: Sequence[Consent], older: Sequence[Consent]) -> tuple[Consent, ...]:
    """All consents, each once, whenever it was read."""
    unique: dict[tuple[object, ...], Consent] = {}
    for consent in (*newer, *older):
        key = (consent.channel, consent.basis, consent.source, consent.words)
        unique.setdefault(key, consent)
    return tuple(unique.values())
