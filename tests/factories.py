"""Values for tests: sensible ones, of which a test names just what it is about."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tools.domain.lead import Interaction, Lead, LeadContext
from tools.domain.sequence import Draft
from tools.domain.site import Product, Site, User
from tools.domain.vocabulary import Channel, Stage

NOW = datetime(2024, 4, 20, 12, tzinfo=UTC)
CONTRACT = Path(__file__).parent / "contract"
REQUEST = Path(__file__).parent.parent / "api" / "example_request.json"
GOOD_EMAIL = """Hi Jane,

Thank you for our call on April 20, when we discussed pricing. With measuring ROI on the list at
Acme Inc., I would like to start there, and show you how our analytics dashboard would deal with it
in your day, rather than give you a tour of everything.

Would you have 15 minutes this week or next for a short demo?

Best regards,
Alex Rivera"""


def example(name: str) -> Any:
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))


def example_request(**changes: Any) -> dict[str, Any]:
    request = json.loads(REQUEST.read_text(encoding="utf-8")) | changes
    return {name: value for name, value in request.items() if value is not ...}


def lead(**changes: Any) -> Lead:
    defaults = {
        "id": "lead_1",
        "site_id": "site_1",
        "name": "Jane Smith",
        "company": "Acme Inc.",
        "position": "Marketing Director",
        "email": "jane@example.com",
        "phone": "+14155550132",
        "linkedin": "https://www.linkedin.com/in/jane-example",
        "pain_points": ("time-consuming content creation", "measuring ROI"),
        "budget_range": "$5000-$10000",
    }
    return Lead.model_validate(defaults | changes)


def interaction(**changes: Any) -> Interaction:
    return Interaction.model_validate(
        {"at": NOW, "type": "call", "summary": "Discussed pricing"} | changes
    )


def context(**changes: Any) -> LeadContext:
    language = changes.get("language", "en")
    defaults = {
        "site": Site(id="site_1", name="Brightpage", language=language),
        "lead": lead(),
        "user": User(id="user_1", site_id="site_1", name="Alex Rivera", title="Account Executive"),
        "agent": None,
        "visitor": None,
        "products": (
            Product(
                site_id="site_1",
                id="p1",
                name="analytics dashboard",
                description="The analytics dashboard shows which pieces bring in leads.",
            ),
        ),
        "interactions": (interaction(),),
        "interests": ("content automation", "analytics dashboard"),
        "channels": tuple(Channel),
        "first_channel": None,
        "stage": Stage.QUALIFIED,
        "stage_given": "qualified",
        "language": "en",
        "timezone": "UTC",
        "country": None,
        "interval": None,
        "now": NOW,
    }
    return LeadContext.model_validate(defaults | changes)


def draft(**changes: Any) -> Draft:
    position = changes.get("position", 1)
    defaults = {
        "position": position,
        "template": "qualified_lead_initial_followup",
        "channel": Channel.EMAIL,
        "purpose": "agree on a focused demo",
        "scheduled_for": NOW + timedelta(days=3 * position),
        "subject": "Measuring ROI at Acme Inc.",
        "content": GOOD_EMAIL,
        "next_steps": ("If there is no answer within 3 days, follow up with a phone call",),
    }
    return Draft.model_validate(defaults | changes)
