"""The demo data as domain values, read from demo.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.domain import Agent, Interaction, Lead, Product, Site, User, Visitor


@dataclass(frozen=True)
class DemoData:
    sites: tuple[Site, ...]
    users: tuple[User, ...]
    agents: tuple[Agent, ...]
    products: tuple[tuple[str, Product], ...]  # with the id of their site
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
        sites=tuple(map(Site.model_validate, data["sites"])),
        users=tuple(map(User.model_validate, data["users"])),
        agents=tuple(map(Agent.model_validate, data["agents"])),
        products=tuple((product["site_id"], Product.model_validate(product)) for product in data["products"]),
        visitors=tuple((visitor["site_id"], Visitor.model_validate(visitor)) for visitor in data["visitors"]),
        leads=tuple(map(Lead.model_validate, data["leads"])),
        interactions=kept,
    )
