"""Letters of other scripts that look like Latin ones."""

from typing import Final

LATIN_FOR: Final = dict(
    zip(
        "авекмнорстухѕіјԁһԛԝɡıοαρντυχκβεικηζӏьъ",
        "abekmhopctyxsijdhqwgioapvtuxkbeiknzlbb",
        strict=True,
    )
)
