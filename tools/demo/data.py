"""The demo data as domain values, read from data.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.domain.lead import Interaction, Lead, Visitor
from tools.site_file import SiteData, site_data


@dataclass(frozen=True)
class DemoData:
    """What a demo database holds."""

    company: SiteData
    visitors: tuple[Visitor, ...]
    leads: tuple[Lead, ...]
    interactions: dict[tuple[str, str], tuple[Interaction, ...]]  # by site id and lead id


@cache
def demo_data() -> DemoData:
    """Two sites and twelve leads, the contract's own ids among them."""
    path = Path(__file__).with_suffix(".toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    interactions = {}
    for lead in data["leads"]:
        entries = lead.pop("interactions", ())
        key = (lead["site_id"], lead["id"])
        interactions[key] = tuple(map(Interaction.model_validate, entries))
    return DemoData(
        company=site_data(data),
        visitors=tuple(map(Visitor.model_validate, data["visitors"])),
        leads=tuple(map(Lead.model_validate, data["leads"])),
        interactions=interactions,
    )
