"""The version of the package: said once, in pyproject.toml."""

from importlib.metadata import version
from typing import Final

VERSION: Final = version("lead-followup")
