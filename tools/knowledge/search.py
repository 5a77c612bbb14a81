"""Which of a site's passages suit a lead."""

import re
from collections.abc import Sequence
from typing import Any, Final

from tools.domain.site import Passage
from tools.text import without_accents

MAX_PASSAGES: Final = 4
STOPWORDS: Final = ("en", "es", "de", "fr", "it", "pt", "nl", "sv", "no", "da")
PLURAL: Final = re.compile(r"(?<=\w{3})(?:es|s)$")  # good enough in both languages


def best_passages(
    passages: Sequence[Passage], topics: Sequence[str], language: str
) -> tuple[Passage, ...]:
    """At most four passages that say most on the topics, by BM25, best first.

    A passage that shares no word with the topics is not among them.
    """
    if not passages or not topics:
        return ()
    scores = _scores(passages, topics, language)
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    return tuple(passages[i] for i in order[:MAX_PASSAGES] if scores[i] > 0)


def _scores(passages: Sequence[Passage], topics: Sequence[str], language: str) -> list[float]:
    """How much each passage says on the topics; none where no topic is a word of theirs."""
    import bm25s

    [query] = _words([" ".join(topics)], language)
    texts = [f"{passage.title or ''} {passage.text}" for passage in passages]
    index = bm25s.BM25(method="lucene")
    index.index(_words(texts, language), show_progress=False)
    terms = [word for word in dict.fromkeys(query) if word in index.vocab_dict]
    if not terms:
        return []
    return [float(score) for score in index.get_scores(terms)]


def _words(texts: Sequence[str], language: str) -> Any:
    """The stems of each text's words; accents do not count, signs such as ™ stay apart."""
    import bm25s

    return bm25s.tokenize(
        [without_accents(text.casefold()) for text in texts],
        stopwords=language if language in STOPWORDS else None,
        stemmer=_stems,
        return_ids=False,
        show_progress=False,
    )


def _stems(words: Sequence[str]) -> list[str]:
    """Without the ending of the plural, so that "reports" finds "report"."""
    return [PLURAL.sub("", word) for word in words]
