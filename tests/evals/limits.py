"""The most that a run may show of each fault."""

import tomllib
from collections.abc import Sized
from functools import cache
from pathlib import Path


@cache
def _limits() -> dict[str, int]:
    path = Path(__file__).with_suffix(".toml")
    most: dict[str, int] = tomllib.loads(path.read_text(encoding="utf-8"))["most"]
    return most


def assert_at_most(fault: str, cases: Sized | float) -> None:
    """Fails where there are more cases of a fault than its limit says; names them."""
    number = len(cases) if isinstance(cases, Sized) else cases
    most = _limits()[fault]
    assert number <= most, f"{fault}: {number:g}, at most {most}: {cases}"
