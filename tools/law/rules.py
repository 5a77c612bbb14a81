"""The law as data: what a country wants of a touch, read from a file that counsel can edit."""

import tomllib
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator

from tools.domain.site import Weekday
from tools.domain.vocabulary import Channel, Value
from tools.errors import InvalidSettings

OWN_FILE: Final = Path(__file__).with_suffix(".toml")
SETTING: Final = "LEAD_FOLLOWUP_LAW_FILE"
PARTS: Final = {  # what a rule needs besides, by what it wants
    "basis": ("bases",),
    "hours": ("from_time", "until"),
    "most": ("count", "days"),
    "site": ("field",),
    "nothing": (),
}


class LawRule(Value):
    """One thing that a law wants of a touch, where, and where that is written."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    country: str = Field(pattern="^[A-Z]{2}$")
    regions: tuple[str, ...] = ()
    channels: tuple[Channel, ...]
    weekdays: tuple[Weekday, ...] = ()
    wants: Literal["basis", "hours", "most", "site", "nothing"]
    bases: tuple[str, ...] = ()
    unless_bases: tuple[str, ...] = ()
    from_time: time | None = Field(None, alias="from")
    until: time | None = None
    count: int | None = Field(None, ge=0)
    days: int | None = Field(None, ge=1, le=366)
    field: Literal["postal_address", "opt_out", "disclosure"] | None = None
    text: str
    source: str

    @model_validator(mode="after")
    def has_its_parts(self) -> "LawRule":
        """Refuses a rule that lacks what it wants."""
        for name in PARTS[self.wants]:
            if getattr(self, name) in (None, ()):
                label = "from" if name == "from_time" else name
                raise ValueError(f"{label} is needed where wants is {self.wants}")
        return self


@cache
def read_law(path: Path = OWN_FILE) -> tuple[LawRule, ...]:
    """The rules of a file.

    Raises InvalidSettings that names the rule, the field and what is wrong.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = f"{path.name} cannot be read ({error})"
        raise InvalidSettings(SETTING, problem, "expected a TOML file of rules") from error
    rules = []
    for number, entry in enumerate(data.get("rule", []), start=1):
        try:
            rules.append(LawRule.model_validate(entry))
        except ValidationError as error:
            fault = error.errors()[0]
            field = ".".join(map(str, fault["loc"])) or "it"
            problem = f"{path.name}, rule {number}: {field}: {fault['msg']}"
            raise InvalidSettings(SETTING, problem, "see the file of the package") from error
    return tuple(rules)
