"""Which of a site's passages suit a lead."""

import re
from collections.abc import Sequence
from typing import Any, Final

from tools.domain.site import Passage
from tools.text import without_accents

MOST: Final = 4


def best_passages(
    passages: Sequence[Passage], topics: Sequence[str], language: str
) -> tuple[Passage, ...]:
    """The passages that say most on the topics, by BM25, best first; none that shares no word with
    them.
    """
    if not passages or not topics:
        return ()
    import bm25s

    def words(texts: Sequence[str]) -> Any:
        plain = [without_accents(text) for text in texts]
        return bm25s.tokenize(
            plain, stopwords=language, stemmer=_stems, return_ids=False, show_progress=False
        )

    [query] = words([" ".join(topics)])
    index = bm25s.BM25(method="lucene")
    corpus = [f"{passage.title or ''} {passage.text}" for passage in passages]
    index.index(words(corpus), show_progress=False)
    terms = [word for word in dict.fromkeys(query) if word in index.vocab_dict]
    if not terms:
        return ()
    scores = index.get_scores(terms)
    best = sorted(range(len(passages)), key=lambda i: (-scores[i], i))[:MOST]
    return tuple(passages[i] for i in best if scores[i] > 0)


def _stems(words: Sequence[str]) -> list[str]:
    """Plurals cut: enough for "reports" to find "report", in both languages."""
    return [re.sub(r"(?<=\w{3})(?:es|s)$", "", word) for word in words]
