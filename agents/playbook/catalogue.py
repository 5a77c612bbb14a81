"""The playbook's data files, read once: the plan of each situation, and the texts by language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from agents.playbook.render import names_in
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import Channel

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "es")
Start = Literal["before_meeting", "meeting", "until"]
# The kind of text that a channel takes.
KINDS: Final[dict[Channel, str]] = {
    Channel.EMAIL: "email",
    Channel.CALL: "call",
    Channel.MEETING: "meeting",
    Channel.VIDEO_MESSAGE: "video",
    Channel.LINKEDIN_MESSAGE: "short",
    Channel.WHATSAPP: "short",
    Channel.SMS: "short",
}
GATES: Final = ("needs", "unless", "weight")


class Step(NamedTuple):
    """One planned touch.

    `channels` come best first; `gap` is in working days since the touch before, or since `starts`.
    One that is to go `soon` does not wait for a request's interval. `hold` is why a person looks
    before it goes out.
    """

    message: str
    channels: tuple[Channel, ...]
    gap: int
    starts: Start | None = None
    soon: bool = False
    hold: str | None = None


class PlanEntry(NamedTuple):
    """The touches of a situation, and why they are so."""

    reason: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Variant:
    """One whole text: its parts, such as subject and content, and when it may be used.

    `needs` are variables that must be known besides those in the text, `unless` those that must
    not be. `weight` counts like so many variables more.
    """

    parts: dict[str, str]
    needs: frozenset[str]
    unless: frozenset[str]
    weight: int = 0

    @cached_property
    def names(self) -> frozenset[str]:
        """The variables in the parts that the lead reads or hears."""
        names: frozenset[str] = frozenset()
        for part, source in self.parts.items():
            if not self.is_brief(part):
                names |= names_in(source)
        return names

    @cached_property
    def brief_names(self) -> frozenset[str]:
        """The variables in a brief, which may name what the lead has been told already."""
        if not self.is_brief("content"):
            return frozenset()
        return names_in(self.parts["content"])

    def is_brief(self, part: str) -> bool:
        """Returns whether a part prepares the representative for a call or a video."""
        return part == "content" and bool({"opening", "script"} & self.parts.keys())


class Message(NamedTuple):
    """One touch of a situation in words.

    `variants` are by the kind of text: email, call, short, meeting or video.
    """

    purpose: str
    next_steps: tuple[Variant, ...]
    variants: dict[str, tuple[Variant, ...]]


class Language(NamedTuple):
    """The texts of one language.

    `general` are variants for the kinds that a message does not have; `phrases` short texts by
    name.
    """

    messages: dict[str, Message]
    general: dict[str, tuple[Variant, ...]]
    phrases: dict[str, Any]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _language(code: str) -> Language:
    folder = HERE / code
    messages: dict[str, Message] = {}
    for kind in SituationKind:
        for name, entry in _read(folder / f"{kind}.toml").items():
            messages[name] = _message(entry)
    return Language(
        messages=messages,
        general=_variants(_read(folder / "general.toml")),
        phrases=_read(folder / "phrases.toml"),
    )


def _message(entry: Mapping[str, Any]) -> Message:
    return Message(
        purpose=entry["purpose"],
        next_steps=tuple(_step_variant(step) for step in entry["next_steps"]),
        variants=_variants(entry),
    )


def _step_variant(step: str | Mapping[str, Any]) -> Variant:
    """Returns a next step, which is written as a text, or as a table with gates."""
    return _variant({"text": step} if isinstance(step, str) else step)


def _variants(entry: Mapping[str, Any]) -> dict[str, tuple[Variant, ...]]:
    kinds = {kind: entry[kind] for kind in KINDS.values() if kind in entry}
    return {kind: tuple(_variant(table) for table in tables) for kind, tables in kinds.items()}


def _variant(table: Mapping[str, Any]) -> Variant:
    parts = {name: text.strip() for name, text in table.items() if name not in GATES}
    return Variant(
        parts=parts,
        needs=frozenset(table.get("needs", ())),
        unless=frozenset(table.get("unless", ())),
        weight=table.get("weight", 0),
    )


def _plans() -> dict[str, PlanEntry]:
    plans = {}
    for situation, entry in _read(HERE / "plans.toml").items():
        plans[situation] = PlanEntry(entry["reason"], _steps(entry["touches"]))
    return plans


def _steps(entries: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    steps = []
    for entry in entries:
        channels = tuple(Channel(channel) for channel in entry["channels"])
        step = Step(
            message=entry["message"],
            channels=channels,
            gap=entry["gap"],
            starts=entry.get("starts"),
            soon=entry.get("soon", False),
            hold=entry.get("hold"),
        )
        steps.append(step)
    return tuple(steps)


PLANS: Final = _plans()
PLAYBOOK: Final = {code: _language(code) for code in LANGUAGES}


def language_for(*languages: str) -> str:
    """Returns the first of these languages that the playbook writes, else English."""
    for language in languages:
        if language in PLAYBOOK:
            return language
    return "en"
