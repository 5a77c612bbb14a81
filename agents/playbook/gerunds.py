"""Needs that are noted as verbs, made what may stand after "with" and "about" in English."""

import re
from typing import Final

# Verbs of work that are no nouns too: with these a need may begin without "to".
VERBS: Final = frozenset(
    """accelerate achieve acquire adopt allocate analyse analyze assess attract automate avoid
    boost build centralise centralize clarify collaborate collate collect combine compile comply
    connect consolidate convert coordinate cope create curate cut decrease deliver demonstrate
    deploy detect develop differentiate digitise digitize diversify eliminate empower enable
    enforce engage enhance ensure establish evaluate execute expand explain extract facilitate
    find finish fix gather generate get grow handle hire identify implement improve increase
    integrate justify keep locate lower maintain make manage maximise maximize measure meet
    migrate minimise minimize modernise modernize monitor nurture onboard optimise optimize
    organise organize personalise personalize predict prevent prioritise prioritize produce
    protect prove publish qualify raise reach reconcile reduce remove replace resolve retain
    reuse save scale secure sell shorten simplify solve standardise standardize stop streamline
    strengthen transform translate understand unify upgrade upskill validate verify visualise
    visualize write""".split()
)
# What somebody notes before the need itself: "need better reporting", "struggling with churn".
WISH: Final = re.compile(
    r"^(?:(?:we|i|they|client|customer|lead|team|also|really|just|currently) )*"
    r"(?:(?:needs?|needing|wants?|wanting|would like|wishes|wish|looking|hoping|hopes|trying|tries"
    r"|struggling|struggles?|has|have|having|required|requires?|seeking|seeks|desires?"
    r"|in need of)(?: (?:trouble|difficulties|issues|problems))?(?: (?:for|with|in|a need for))?"
    r"|(?:trouble|difficult(?:y|ies)|issues?|problems?|challenges?) (?:with|in)"
    r"|interested in)\s+",
    re.IGNORECASE,
)
INFINITIVE: Final = re.compile(
    r"^(?:how )?to (?:be able to )?(?:better )?(?=[a-z]+\b)", re.IGNORECASE
)
ARTICLE: Final = re.compile(r"^(?:a|an|some|the) ", re.IGNORECASE)
NOT_A_VERB: Final = frozenset({"in", "of", "and", "or", "&", "from"})
# Verbs that double their last letter: cut, get, stop, plan.
ONE_SYLLABLE: Final = re.compile(r"(?:[^aeiou]|qu)*[aeiou][bdgklmnprt]")
SPANISH_WISH: Final = re.compile(
    r"^(?:(?:necesitan?|necesitamos|quieren?|queremos|buscan?|buscamos|deseamos?|desean?)"
    r"|(?:tienen?|tenemos) (?:problemas|dificultades|que lidiar) (?:con|para))\s+(?:que )?",
    re.IGNORECASE,
)


def as_noun_phrase(need: str) -> str:
    """Returns 'reducing costs' for 'to reduce costs', and 'better reporting' for 'need better...'.

    A need in Spanish keeps its infinitive, which is a noun there.
    """
    bare = SPANISH_WISH.sub("", need)
    wish = WISH.match(bare)
    rest = bare[wish.end() :] if wish else bare
    infinitive = INFINITIVE.match(rest)
    if infinitive:
        return _gerund(rest[infinitive.end() :])
    if _begins_with_verb(rest):
        return _gerund(rest)
    return ARTICLE.sub("", rest) if wish else rest


def _begins_with_verb(text: str) -> bool:
    """Returns whether a text is a verb with its object, such as 'cut costs'."""
    first, *others = text.casefold().split()
    if first not in VERBS or not others:
        return False
    return others[0] not in NOT_A_VERB


def _gerund(text: str) -> str:
    """Returns 'scaling content' for 'scale content'."""
    verb, _, rest = text.partition(" ")
    return f"{_ing(verb.lower())} {rest}".strip()


def _ing(verb: str) -> str:
    """Returns the gerund of a verb: 'reducing', 'cutting', 'seeing', 'developing'."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if ONE_SYLLABLE.fullmatch(verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"
