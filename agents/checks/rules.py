"""The rules as data: rules/*.toml, by name.

A rule has a severity, the supervisor who asks for it, what is wrong, what would be right, and
examples that it must catch and must let pass. It is looked for by patterns, sentence by sentence,
in folded text (small letters, no accents), or by a finder in code with the rule's name.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.domain.review import Finding, Severity
from tools.domain.vocabulary import Role

FOLDER: Final = Path(__file__).parent / "rules"
FRAME: Final = re.compile(r"\{([a-z_]+)\}")


class Rule(NamedTuple):
    """One rule.

    `patterns` are looked for in each sentence, whatever its language; `unless` are patterns that
    excuse the sentence. `news` is how many words of meaning on no fact the sentence must hold,
    besides. With `statements`, questions are let pass. `audience` is "lead" where advice to the
    representative may say it. `grounded` names the facts that allow it: "company", "ours"
    (pages too), "meeting" (notes), "any", or "figures".
    """

    name: str
    asked_by: Role
    severity: Severity
    problem: str
    remedy: str
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    news: int = 0
    statements: bool = False
    audience: str | None = None
    fields: tuple[str, ...] = ()
    grounded: str | None = None
    catch: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()

    def finding(self, position: int, field: str, *quotes: str, problem: str = "") -> Finding:
        """Returns the rule's finding in a field of a touch."""
        return Finding(
            position=position,
            field=field,
            rule=self.name,
            severity=self.severity,
            problem=problem or self.problem,
            remedy=self.remedy,
            quotes=tuple(dict.fromkeys(quote for quote in quotes if quote)),
        )


@cache
def rules() -> dict[str, Rule]:
    """Returns all rules by name, read once."""
    tables: dict[str, dict[str, Any]] = {}
    frames: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        tables |= tomllib.loads(path.read_text(encoding="utf-8"))
    for name, pattern in tables.pop("frames").items():
        frames[name] = _expanded(pattern, frames)
    return {name: _rule(name, table, frames) for name, table in tables.items()}


def _rule(name: str, table: dict[str, Any], frames: dict[str, str]) -> Rule:
    languages = ("any", "en", "es")
    patterns = [pattern for language in languages for pattern in table.get(language, ())]
    return Rule(
        name=name,
        asked_by=Role(table["asked_by"]),
        severity=Severity(table["severity"]),
        problem=table["problem"],
        remedy=table["remedy"],
        patterns=tuple(_expanded(pattern, frames) for pattern in patterns),
        unless=tuple(_expanded(pattern, frames) for pattern in table.get("unless", ())),
        news=table.get("news", 0),
        statements=table.get("statements", False),
        audience=table.get("audience"),
        fields=tuple(table.get("fields", ())),
        grounded=table.get("grounded"),
        catch=tuple(table.get("catch", ())),
        passes=tuple(table.get("pass", ())),
    )


def _expanded(pattern: str, frames: dict[str, str]) -> str:
    """Returns a pattern with its frames filled in: "{we} promise"."""
    return FRAME.sub(lambda match: f"(?:{frames[match[1]]})", pattern)
