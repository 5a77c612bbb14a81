"""Words that stand in a cell or field where nothing is known."""

import re
from typing import Final

from tools.text import fold

WORDS: Final = frozenset(
    """
    na nan nil none null nd notavailable notapplicable notgiven notknown notprovided notset
    notspecified unassigned undefined unknown unspecified tbc tbd blank empty missing noinformation
    desconocido desconocida ninguno ninguna nodisponible noespecificado noaplica sindatos
    sinespecificar other others otro otros select selectone pleaseselect choose seleccionar
    """.split()
)


def is_placeholder(text: str) -> bool:
    """Whether a text says only that nothing is known: "N/A", "-", "#N/A", "unknown", "?"."""
    return _letters(text) in WORDS or not any(character.isalnum() for character in text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))
