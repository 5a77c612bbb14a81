"""Whether a lead has said at which time of day or week it can be reached."""

import re
from collections.abc import Sequence
from typing import Final

from tools.domain.lead import Interaction
from tools.text import fold

NEWEST: Final = 3  # notes that are looked at
LONGEST: Final = 500  # characters of a note
TIME: Final = (
    r"(?:\d{1,2}(?::\d\d)? ?(?:am|pm|h|hs|hrs|horas|o'clock)\b|\d{1,2}:\d\d|noon|midday|lunch\w*"
    r"|mornings?|afternoons?|evenings?|mediodia|la manana|la tarde|las \d{1,2}"
    r"|(?:mon|tue|wednes|thurs|fri)(?:day)?s?\b|lunes|martes|miercoles|jueves|viernes)"
)
WISH: Final = re.compile(
    rf"\b(?:best|only|prefers?|asleep|except|but|not|never|always|free|reach\w*|mejor|solo|prefiere"
    rf"|menos|nunca|siempre|libre|localiz\w+|a partir de|despues de|antes de|entre)\b"
    rf"[^.;\n]{{0,25}}?\b{TIME}"
    rf"|\b(?:mornings?|afternoons?|evenings?) only\b"
    rf"|\b(?:call\w*|ring|phone|bell|llam\w+)\b[^.;\n]{{0,60}}?"
    rf"\b(?:after|before|between|from|a partir de|despues de|antes de|entre)\b"
    rf"[^.;\n]{{0,12}}?\d{{1,2}}(?::\d\d| ?(?:am|pm|h\b|hs|hrs|horas))"
)


def names_times(interactions: Sequence[Interaction]) -> bool:
    """Returns whether one of the newest notes says when the lead can be reached."""
    notes = [fold(interaction.summary[:LONGEST]) for interaction in interactions[-NEWEST:]]
    return any(WISH.search(note) for note in notes)
