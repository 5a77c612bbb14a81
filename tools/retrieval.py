"""Which of a site's passages suit a lead."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from tools.domain import Passage

PICKED: Final = 4


def pick(kept: Sequence[Passage], wanted: Sequence[str], language: str) -> tuple[Passage, ...]:
    """The passages that say most on what is wanted, by BM25, best first; none that shares no word with it."""
    if not kept or not wanted:
        return ()
    import bm25s

    def words(texts: Sequence[str]) -> Any:
        plain = [_plain(text) for text in texts]
        return bm25s.tokenize(plain, stopwords=language, stemmer=_stems, return_ids=False, show_progress=False)

    [query] = words([" ".join(wanted)])
    index = bm25s.BM25(method="lucene")
    index.index(words([f"{passage.title or ''} {passage.text}" for passage in kept]), show_progress=False)
    known = [word for word in dict.fromkeys(query) if word in index.vocab_dict]
    if not known:
        return ()
    scores = index.get_scores(known)
    best = sorted(range(len(kept)), key=lambda i: (-scores[i], i))[:PICKED]
    return tuple(kept[i] for i in best if scores[i] > 0)


def _plain(text: str) -> str:
    """Without accents: "facturación" and "facturacion" are the same word."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _stems(words: Sequence[str]) -> list[str]:
    """Plurals cut: enough for "reports" to find "report", in both languages."""
    return [re.sub(r"(?<=\w{3})(?:es|s)$", "", word) for word in words]
