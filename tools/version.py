"""The version of the package, as pyproject.toml has it."""

from importlib.metadata import version
from typing import Final

VERSION: Final = version("lead-followup")
