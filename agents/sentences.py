"""The sentences of a text, as they are numbered for proof."""

import re
from collections.abc import Iterator
from typing import Final

# A sentence ends at a line break, or at its full stop before a space and what can begin one.
BEGINS: Final = r"\s+(?=[\"“«¿¡(\[]?[A-ZÀ-Þ0-9])"
END: Final = re.compile(rf"\n+|(?<=[.!?…]){BEGINS}|(?<=[.!?…][”»\")]){BEGINS}")
SHORT_FORM: Final = re.compile(
    r"(?:^|\W)(?:[A-Za-zÀ-ÿ]|mr|mrs|ms|dr|dra|sr|sra|srta|st|inc|ltd|co|no|approx|vs|etc|e\.g|i\.e"
    r"|a\.m|p\.m|aprox|pág|núm|av)\.$",
    re.IGNORECASE,
)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yields (start, end) of each sentence of a text."""
    start = 0
    for match in END.finditer(text):
        is_line_end = "\n" in match.group()
        if not is_line_end and SHORT_FORM.search(text[start : match.start()]):
            continue
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def sentences_in(text: str) -> list[str]:
    """Returns the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)]
