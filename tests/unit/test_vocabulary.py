"""A channel, a language, a supervisor or a column stands in each place that it needs.

Each test walks a word of the vocabulary over all these places. It fails with the list of those
that are missing, by file and name: what is left to do for whoever adds one.
"""

import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from sqlalchemy import create_engine, inspect

from agents import policy
from agents.channel_rules import channel_rules
from agents.checks.language import COMMONEST
from agents.playbook import days, quotes, recap, stems, turns
from agents.playbook.catalogue import KINDS, LANGUAGES
from api.cli import printing
from graph.state import LeadDataInput
from graph.workflow import SUPERVISORS as WIRED_SUPERVISORS
from graph.workflow import graph
from tests.factories import context
from tools import reachability
from tools.db import tables
from tools.db.migrate import migrate
from tools.domain.command import Command
from tools.domain.lead import Interaction, Lead, Visitor
from tools.domain.review import Review
from tools.domain.sequence import FollowUp, FollowUpChange
from tools.domain.site import Agent, Passage, Product, Site, User
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import SUPERVISORS, Channel, Language, Role, Value
from tools.intake import synonyms
from tools.intake.request import LeadData
from tools.lead_files.columns import ALIASES
from tools.places import country_names
from tools.times import calendar

ROOT: Final = Path(__file__).parent.parent.parent
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
STUDIO: Final = (ROOT / "langgraph.json").read_text(encoding="utf-8")
# What the playbook keeps by language besides its texts.
LANGUAGE_TABLES: Final = (
    (quotes, "MARKS"),
    (quotes, "COMMON_WORDS"),
    (recap, "SHARED"),
    (recap, "POSSESSIVES"),
    (stems, "ALGORITHMS"),
    (stems, "COMMON_WORDS"),
    (turns, "ASKING"),
    (turns, "BEFORE_NOUN"),
    (turns, "SECOND_PERSON"),
    (turns, "THIRD_PERSON"),
)
NO_LIMIT: Final = (1, 10_000)


def require_none(missing: Iterator[str], member: str) -> None:
    """Fails with the places, one a line, where the member is missing."""
    places = list(missing)
    if places:
        lines = "\n".join(f"  {place}" for place in places)
        pytest.fail(f"{member} is not complete. Still missing:\n{lines}", pytrace=False)


@pytest.mark.parametrize("channel", Channel)
def test_a_channel_stands_in_every_place_it_needs(channel: Channel) -> None:
    require_none(missing_of_channel(channel), f"The channel {channel}")


def missing_of_channel(channel: Channel) -> Iterator[str]:
    """The places that a channel needs and does not stand in."""
    if channel not in calendar.HOURS:
        yield "tools/times/calendar.py: HOURS, the hour at which it goes out"
    if channel not in reachability.ADDRESS_NEEDED:
        yield "tools/reachability.py: ADDRESS_NEEDED (and address_of), where it reaches a lead"
    if channel not in synonyms.CHANNELS:
        yield "tools/intake/synonyms.py: CHANNELS, how callers spell it"
    has_word_limit = policy.word_limits(channel, context().site) != NO_LIMIT
    if not has_word_limit and channel not in policy.CHARACTER_LIMITS:
        yield "agents/policy.py: WORD_LIMITS or CHARACTER_LIMITS, how long its content may be"
    if channel not in KINDS:
        yield "agents/playbook/catalogue.py: KINDS, the kind of text that it takes"
    if channel not in printing.CHANNELS:
        yield "api/cli/printing.py: CHANNELS, its name in a terminal"
    word = printing.CHANNELS.get(channel, channel).split()[0].casefold()
    if channel.value not in " ".join(channel_rules(context().site, [channel])):
        yield f'agents/channel_rules.py: what a model is told of it ("{channel.value}")'
    if word not in STUDIO.casefold():
        yield f'langgraph.json: the description of the graph ("{word}")'
    if word not in README.split("\n## ")[0].casefold():
        yield f'README.md: the first paragraph ("{word}")'


@pytest.mark.parametrize("language", get_args(Language))
def test_a_language_stands_in_every_place_it_needs(language: Language) -> None:
    require_none(missing_of_language(language), f"The language {language}")


def missing_of_language(language: Language) -> Iterator[str]:
    """The places that a language needs and does not stand in."""
    if language not in LANGUAGES:
        yield "agents/playbook/catalogue.py: LANGUAGES"
    for name in ("phrases", "general", *SituationKind):
        if not (ROOT / "agents" / "playbook" / language / f"{name}.toml").exists():
            yield f"agents/playbook/{language}/{name}.toml"
    yield from missing_words_of(language)
    for module, name in LANGUAGE_TABLES:
        if language not in getattr(module, name):
            yield f"{module.__name__.replace('.', '/')}.py: {name}"
    if not any(locale.startswith(language) for locale in days.PATTERNS):
        yield "agents/playbook/days.py: PATTERNS, how dates are written"
    if language not in COMMONEST:
        yield "agents/checks/language.py: COMMONEST, by which copy in it is recognised"
    if language not in country_names.LANGUAGES:
        yield "tools/places/country_names.py: LANGUAGES, in which names of countries are read"
    [line] = [line for line in README.splitlines() if line.startswith('language = "en"')]
    if language not in line.replace("#", " ").split():
        yield 'README.md: the comment at `language = "en"` in company.toml'


def missing_words_of(language: str) -> Iterator[str]:
    """The files of rules that have no patterns of the language."""
    for path in sorted((ROOT / "agents" / "checks" / "rules").glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        has_patterns = any("en" in table for table in tables.values())
        if has_patterns and not any(language in table for table in tables.values()):
            yield f"agents/checks/rules/{path.name}: {language}, the patterns it sends back"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SALES])
def test_a_supervisor_stands_in_every_place_it_needs(role: Role) -> None:
    require_none(missing_of_supervisor(role), f"The supervisor {role}")


def missing_of_supervisor(role: Role) -> Iterator[str]:
    """The places that a supervisor needs and does not stand in."""
    if role not in SUPERVISORS:
        yield "tools/domain/vocabulary.py: SUPERVISORS"
    for module in (f"agents.{role}", f"agents.checks.{role}"):
        if find_spec(module) is None:
            yield f"{module.replace('.', '/')}.py"
    if role not in WIRED_SUPERVISORS:
        yield "graph/workflow.py: SUPERVISORS"
    drawing = graph.get_graph()
    if role not in drawing.nodes:
        yield "graph/nodes.py and graph/workflow.py: a node of its name, in `steps` of build()"
    edges = {(edge.source, edge.target) for edge in drawing.edges}
    for edge in (("sales_agent", role), (role, "decide"), ("persist", role)):
        if edge not in edges:
            yield f"graph/workflow.py: the edge {edge[0]} -> {edge[1]}"
    if role not in printing.ROLES:
        yield "api/cli/printing.py: ROLES, its name in a terminal"
    if f"({role})" not in README:
        yield "README.md: the picture of the graph"
    if role not in README.split("[[agents]]")[-1].split("\n[[")[0]:
        yield "README.md: the comment at [[agents]] in company.toml"


# Each domain value, its row, and the columns that are the row's alone.
ROWS: Final[list[tuple[type[Value], type[tables.Row], set[str]]]] = [
    (Site, tables.SiteRow, set()),
    (User, tables.UserRow, set()),
    (Agent, tables.AgentRow, set()),
    (Product, tables.ProductRow, set()),
    (Passage, tables.PassageRow, {"site_id", "position"}),
    (Visitor, tables.VisitorRow, set()),
    (Lead, tables.LeadRow, set()),
    (Interaction, tables.InteractionRow, {"id", "site_id", "lead_id"}),
    (
        Command,
        tables.CommandRow,
        {"request_hash", "idempotency_key", "lease_owner", "lease_until"},
    ),
    (Review, tables.ReviewRow, {"command_id"}),
    (FollowUp, tables.FollowUpRow, set()),
    (FollowUpChange, tables.FollowUpChangeRow, {"id"}),
]
ROWS_ALONE: Final = {tables.KeptStepRow, tables.RefusalRow}  # read and written as they are
IN_ANOTHER_TABLE: Final[dict[type[Value], set[str]]] = {Lead: {"refusals"}}
# What a request may not say of a lead, or says in a field of its own.
NOT_IN_A_REQUEST: Final = {
    "id",
    "site_id",
    "stage",
    "other_emails",
    "other_phones",
    "consents",
    "refusals",
}
# The site is an option of the import; the others are read from columns of many names.
IN_NO_FILE: Final = {"site_id", "other_emails", "other_phones", "consents", "refusals"}


@pytest.fixture(scope="session")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Each table that the migrations build, and the names of its columns."""
    url = f"sqlite:///{tmp_path_factory.mktemp('migrations')}/empty.db"
    migrate(url)
    engine = create_engine(url)
    reader = inspect(engine)
    tables_and_columns = {
        table: {column["name"] for column in reader.get_columns(table)}
        for table in reader.get_table_names()
    }
    engine.dispose()
    return tables_and_columns


@pytest.mark.parametrize(("value", "row", "of_the_row"), ROWS)
def test_a_value_and_its_row_have_the_same_fields(
    value: type[Value], row: type[tables.Row], of_the_row: set[str], columns: dict[str, set[str]]
) -> None:
    missing = missing_of_row(value, row, of_the_row, columns)
    require_none(missing, f"{value.__name__} with {row.__name__}")


def missing_of_row(
    value: type[Value], row: type[tables.Row], of_the_row: set[str], columns: dict[str, set[str]]
) -> Iterator[str]:
    """Where a field or column of a pair is missing: in the value, the row, or the migrations."""
    fields = set(value.model_fields) - IN_ANOTHER_TABLE.get(value, set())
    attributes = set(row.__table__.columns.keys())
    for name in sorted(fields - attributes):
        yield f"tools/db/tables.py: {row.__name__}.{name}"
    for name in sorted(attributes - fields - of_the_row):
        yield f"{_path_of(value)}: {value.__name__}.{name} (or in ROWS of this test)"
    for name in sorted(attributes | fields):
        if name not in columns.get(row.__tablename__, set()):
            yield f"tools/db/migrations/versions/: a migration that adds {row.__tablename__}.{name}"


def _path_of(value: type[Any]) -> str:
    return value.__module__.replace(".", "/") + ".py"


@pytest.mark.parametrize("row", tables.Row.__subclasses__())
def test_every_row_belongs_to_a_value_or_stands_alone(row: type[tables.Row]) -> None:
    require_none(missing_of_table(row), f"The table {row.__tablename__}")


def missing_of_table(row: type[tables.Row]) -> Iterator[str]:
    """Where a row is missing: a value of the domain, a pair of this test."""
    if row not in ROWS_ALONE and row not in [pair[1] for pair in ROWS]:
        yield f"tools/domain/: a value for {row.__name__}"
        yield "tests/unit/test_vocabulary.py: ROWS, or ROWS_ALONE"


@pytest.mark.parametrize("name", sorted(Lead.model_fields))
def test_a_field_of_a_lead_is_read_from_files_and_requests(name: str) -> None:
    require_none(missing_of_lead_field(name), f"Lead.{name}")


def missing_of_lead_field(name: str) -> Iterator[str]:
    """Where a field of a lead cannot be given by those who know it."""
    if name not in ALIASES and name not in IN_NO_FILE:
        yield "tools/lead_files/columns.py: ALIASES, the columns that fill it"
    if name in NOT_IN_A_REQUEST:
        return
    if name not in LeadData.model_fields:
        yield "tools/intake/request.py: LeadData"
    if name not in LeadDataInput.__annotations__:
        yield "graph/state.py: LeadDataInput, the form in Studio"
