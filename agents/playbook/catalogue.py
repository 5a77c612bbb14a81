"""The playbook's data files, read once: the plans, and each language's entries and channels."""

import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.domain.vocabulary import Channel, Stage

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "es")


class Step(NamedTuple):
    """One planned touch: `channels` best first, `gap` in working days since the one before."""

    template: str
    channels: tuple[Channel, ...]
    gap: int


class Language(NamedTuple):
    channels: dict[str, dict[str, str]]  # channel -> part (subject, content, script) -> template
    blocks: dict[str, list[str]]  # blocks that every entry shares
    phrases: dict[str, Any]
    entries: dict[str, dict[str, Any]]  # template_used -> block -> variants


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _language(code: str) -> Language:
    shared = _read(HERE / code / "channels.toml")
    blocks, phrases = shared.pop("blocks"), shared.pop("phrases")
    entries = {
        name: entry
        for stage in Stage
        for name, entry in _read(HERE / code / f"{stage}.toml").items()
    }
    return Language(shared, blocks, phrases, entries)


PLANS: Final = {
    Stage(stage): tuple(
        Step(s["template"], tuple(Channel(c) for c in s["channels"]), s["gap"]) for s in steps
    )
    for stage, steps in _read(HERE / "plans.toml").items()
}
PLAYBOOK: Final = {code: _language(code) for code in LANGUAGES}
