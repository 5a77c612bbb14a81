"""The demo data as domain values, read from demo.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.domain import Interaction, Lead, Visitor
from tools.site_data import SiteData, site_data


@dataclass(frozen=True)
class DemoData:
    company: SiteData
    visitors: tuple[tuple[str, Visitor], ...]  # with the id of their site
    leads: tuple[Lead, ...]
    interactions: dict[tuple[str, str], tuple[Interaction, ...]]  # by site id and lead id


@cache
def demo_data() -> DemoData:
    """Two sites and twelve leads, the contract's own ids among them."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    kept = {
        (lead["site_id"], lead["id"]): tuple(map(Interaction.model_validate, lead.pop("interactions", ())))
        for lead in data["leads"]
    }
    return DemoData(
        company=site_data(data),
        visitors=tuple((visitor["site_id"], Visitor.model_validate(visitor)) for visitor in data["visitors"]),
        leads=tuple(map(Lead.model_validate, data["leads"])),
        interactions=kept,
    )
