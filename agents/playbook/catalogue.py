"""The playbook's data files, read once: the stages' plans, and the templates of each language."""

import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.domain.vocabulary import Channel, Stage

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "es")


class Step(NamedTuple):
    """One planned touch: `channels` best first, `gap` in working days since the touch before."""

    template: str
    channels: tuple[Channel, ...]
    gap: int


class Language(NamedTuple):
    """The templates of one language.

    `channels`: channel -> part (subject, content or script) -> template of the whole part.
    `blocks`: block -> its variants, for all entries.
    `phrases`: short texts by name.
    `entries`: name of a planned touch -> block -> its variants.
    """

    channels: dict[str, dict[str, str]]
    blocks: dict[str, list[str]]
    phrases: dict[str, Any]
    entries: dict[str, dict[str, Any]]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _language(code: str) -> Language:
    folder = HERE / code
    channels = _read(folder / "channels.toml")
    blocks = channels.pop("blocks")
    phrases = channels.pop("phrases")
    entries: dict[str, dict[str, Any]] = {}
    for stage in Stage:
        entries |= _read(folder / f"{stage}.toml")
    return Language(channels, blocks, phrases, entries)


def _plans() -> dict[Stage, tuple[Step, ...]]:
    plans = {}
    for stage, entries in _read(HERE / "plans.toml").items():
        steps = []
        for entry in entries:
            channels = tuple(Channel(channel) for channel in entry["channels"])
            steps.append(Step(entry["template"], channels, entry["gap"]))
        plans[Stage(stage)] = tuple(steps)
    return plans


PLANS: Final = _plans()
PLAYBOOK: Final = {code: _language(code) for code in LANGUAGES}
