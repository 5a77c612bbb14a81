"""The hour that a note speaks of: "14:00", "2pm", "a las 10"."""

import re
from typing import Final

TIME: Final = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)|(?P<h>h)(?P<h_minute>\d\d)?)?"
    r" ?(?P<half>am|pm|a\.m|p\.m|h|hrs|uhr)?(?!\w)"
)
NOON: Final = re.compile(r"\b(?:noon|midday|mediodia)\b")
BEFORE_TIME: Final = re.compile(r"(?:\bat|\balas?|\blas?|@|,)\s*$")


def time_in(text: str) -> tuple[int, int] | None:
    """Returns the hour and minute that a folded text names: "14:00", "2pm", "a las 10"."""
    if NOON.search(text):
        return 12, 0
    for match in TIME.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or match["h_minute"] or 0)
        said = match["minute"] or match["h"] or match["half"]
        if not said and not BEFORE_TIME.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        if match["half"] in ("pm", "p.m") and hour < 12:
            hour += 12
        if hour < 24 and minute < 60:
            return hour, minute
    return None
