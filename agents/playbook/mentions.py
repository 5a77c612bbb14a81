"""What may be said to a lead of earlier contacts, of its questions, and of its no."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from babel.dates import format_datetime

from agents.playbook.answers import answer_to
from agents.playbook.assignment import Assignment, Variable
from agents.playbook.catalogue import PLAYBOOK
from agents.playbook.days import spelled
from agents.playbook.display import topic, visible
from agents.playbook.fit import LONGEST_NOTE
from agents.playbook.history.acts import acts_of
from agents.playbook.prices import price_answer
from agents.playbook.quotes import in_quotes, is_foreign
from agents.playbook.recap import clause_of
from agents.playbook.render import with_form
from agents.playbook.turns import listed, own_questions, turned, without_place
from tools.domain.lead import Interaction
from tools.domain.situation import SituationKind
from tools.text import fold

RECENT: Final = timedelta(days=45)  # an older contact is not dated to the day
INDEX: Final = re.compile(r"interactions\[(\d+)\]")
LONGEST_REASON: Final = 140  # characters
MOST_QUESTIONS: Final = 3
REASONED: Final = (SituationKind.NOT_NOW, SituationKind.SAID_NO, SituationKind.COMPLAINT)
ATTENDING: Final = (
    "you attended",
    "you signed up",
    "you registered",
    "asisti",
    "se registró",
    "te registraste",
)
# What a reason must not hold to be told: what we are to do, and the third person.
FOR_US: Final = re.compile(
    r"\b(?:call|try|ask|ping|chase|write|follow up|check|they|he|she|them|his|her|se decid\w+"
    r"|llamar|volver a|preguntar|escribir|ellos?|ella)\b",
    re.IGNORECASE,
)
# A complaint that a note reports, and not only remarks on: "complained that the export fails".
COMPLAINING: Final = re.compile(
    r"(?:\w+ )?(?:complain\w*|report\w*|says?|said|told us|se quej\w+|avis\w+|dice|dijo|coment\w+)"
    r"(?: de)? (?:that|about|of|que|de|por) (.{8,})",
    re.IGNORECASE,
)
PRICE: Final = re.compile(
    r"\bhow much|\bwhat\b.{0,60}\bcosts?\b|\bprices?\b(?! (?:is|are|stays?|fixed|go(?:es)?))"
    r"|\bpricing\b|\bquote\b|\bfigure\b|\bcuanto\b|\bprecios?\b|\btarifas?\b|\bcosta\w*\b|\bcuesta\b|\bsale\b"
)
WRITTEN_TYPES: Final = ("mail", "correo", "linkedin", "whatsapp")
WRITTEN: Final = ("email", "chat")
# Acts of a note (history/acts.toml) that are the lead's, and those that are ours.
LEADS_ACTS: Final = frozenset(
    """asked_price asked_question asked_call agreed declined deferred will_decide wants_on signed
    wrote_to_us talked""".split()
)
OUR_ACTS: Final = frozenset(
    "sent sent_price sent_proposal tried answered will_send we_asked".split()
)
SENDING: Final = re.compile(r"\b(?:sent|send|mailed|quoted|enviad\w|envie|mand\w+|remitid\w)\b")
SENT_WHAT: Final = re.compile(
    r"(?:we |i )?(?:sent|e-?mailed|mailed)(?: (?:him|her|them|over))? "
    r"((?:the|a|an|our|two|three) [^.;:(]{3,90}?)(?: (?:to|at|as) (?:him|her|them|his)\b.*)?"
    r"(?:[.;:(].*)?$"
    r"|(?:(?:se )?(?:envi|mand)\w+|le (?:envi|mand)\w+) ((?:el|la|los|las|un|una) [^.;:(]{3,90})",
    re.IGNORECASE,
)
SENT_KINDS: Final = (SituationKind.SENT_AND_SILENT, SituationKind.PROPOSAL_OUT)


def mention_variables(assignment: Assignment) -> Iterator[Variable]:
    """Yields what is said of the history; the text of what must not be said is empty."""
    yield from _contact(assignment)
    yield from _questions(assignment)
    yield from _meeting_kind(assignment)
    yield from _sent(assignment)
    situation = assignment.situation
    if situation.kind in REASONED:
        yield "reason", _reason(assignment), (situation.source or "",)


def _contact(assignment: Assignment) -> Iterator[Variable]:
    """Yields the latest contact in both directions, with what may be told of it."""
    context = assignment.context
    for index in reversed(range(len(context.interactions))):
        interaction = context.interactions[index]
        if interaction.at > context.now:
            continue
        clause = clause_of(interaction.summary, assignment.language)
        kind = _kind(interaction, has_clause=bool(clause), language=assignment.language)
        if kind is None:
            continue
        yield from _told(assignment, index, kind, clause)
        return


def _kind(interaction: Interaction, *, has_clause: bool, language: str) -> str | None:
    """Returns the kind of a two-sided contact by its name in phrases.toml; None for any other.

    What is written is the lead's only where its note says what the lead did.
    """
    phrases = PLAYBOOK[language].phrases
    noted = fold(f"{interaction.type} {interaction.summary[:200]}")
    if any(word in noted for word in phrases["one_sided"]["words"]):
        return None
    kind = fold(interaction.type)
    for name, entry in phrases["contacts"].items():
        if any(word in kind for word in entry["words"]):
            is_written = name in WRITTEN and not has_clause
            return None if is_written and not _is_leads(interaction.summary) else str(name)
    return None


@lru_cache(maxsize=512)
def _is_leads(summary: str) -> bool:
    """Returns whether a note says that the lead did something, and nothing that we sent."""
    acts = {act.name for act in acts_of(fold(summary[:LONGEST_NOTE]))}
    return bool(acts & LEADS_ACTS) and not acts & OUR_ACTS


def _told(assignment: Assignment, index: int, kind: str, clause: str) -> Iterator[Variable]:
    interaction = assignment.context.interactions[index]
    entry = PLAYBOOK[assignment.language].phrases["contacts"][kind]
    sources = (f"interactions[{index}]",)
    day = _date(assignment, index, short=False)
    is_recent = assignment.touch.scheduled_for - interaction.at <= RECENT
    if is_recent:
        noun = with_form(entry["noun"], assignment.is_informal)
        yield "contact", noun.format(day=day), sources
        yield "recap_when", entry["when"].format(day=day), sources
    else:
        month = _date(assignment, index, short=True)
        noun = with_form(entry["noun_old"], assignment.is_informal)
        yield "old_contact", noun.format(month=month), sources
    clause = with_form(clause, assignment.is_informal)
    is_repeated = kind == "webinar" and clause.startswith(ATTENDING)
    yield "recap", "" if is_repeated else clause, sources


def _date(assignment: Assignment, index: int, *, short: bool) -> str:
    """Returns an interaction's day, or its month; with the year where it is not this one."""
    moment = assignment.local(assignment.context.interactions[index].at)
    is_this_year = moment.year == assignment.local(assignment.context.now).year
    if not short:
        return spelled(moment, "date" if is_this_year else "year", assignment.locale)
    pattern = "MMMM" if is_this_year else PLAYBOOK[assignment.language].phrases["month_and_year"]
    return str(format_datetime(moment, pattern, locale=assignment.locale))


def _questions(assignment: Assignment) -> Iterator[Variable]:
    """Yields the open questions as clauses, when they were asked, and what answers them."""
    context = assignment.context
    situation = assignment.situation
    source = situation.source or ""
    questions = _questions_noted(assignment)
    clauses = [clause for text in questions if (clause := turned(text, assignment.language))]
    if not clauses or len(clauses) < len(questions):
        return
    yield "question", clauses[0] if len(clauses) == 1 else "", (source,)
    if len(clauses) > 1:
        lines = [f"- {listed(clause, assignment.language)}" for clause in clauses]
        yield "question_list", "\n".join(lines), (source,)
        yield from _answer_list(assignment, questions, clauses)
    yield "question_topic", _topic(questions, assignment.language), (source,)
    yield from _asked_when(assignment)
    if situation.kind is SituationKind.PRICE_ASKED:  # a price is answered with a price
        questions = [text for text in questions if not PRICE.search(fold(text))]
    answers = [answer_to(without_place(text), context, assignment.language) for text in questions]
    on_file = [answer for answer in answers if answer]
    if on_file:  # a text for several questions says that the rest is being found out
        texts = dict.fromkeys(answer.text for answer in on_file)
        yield "answer", " ".join(texts), (source, *(answer.source for answer in on_file))


def _questions_noted(assignment: Assignment) -> Sequence[str]:
    """Returns the open questions: as the lead put them where the note holds its own words, else as
    a colleague noted them.
    """
    index = _index(assignment)
    if index is not None:
        note = assignment.context.interactions[index].summary
        questions = own_questions(note)
        if questions:
            return questions[:MOST_QUESTIONS]
        of_note = [text for text in assignment.situation.questions if fold(text) in fold(note)]
        if of_note:
            return of_note[:MOST_QUESTIONS]
    return assignment.situation.questions[:MOST_QUESTIONS]


def _answer_list(
    assignment: Assignment, questions: Sequence[str], clauses: Sequence[str]
) -> Iterator[Variable]:
    """Yields each of several questions with what answers it, or with the word that it is being
    found out; nothing where none is answered.
    """
    phrases = PLAYBOOK[assignment.language].phrases["answers"]
    lines = []
    sources = [assignment.situation.source or ""]
    for question, clause in zip(questions, clauses, strict=True):
        text, text_sources = _answer_of(assignment, question)
        sources += text_sources
        opening = listed(clause, assignment.language)
        lines.append(f"- {opening[0].upper()}{opening[1:]}: {text or phrases['open']}")
    if len(sources) > 1:
        yield "answer_list", "\n".join(lines), tuple(dict.fromkeys(sources))


def _answer_of(assignment: Assignment, question: str) -> tuple[str, tuple[str, ...]]:
    """Returns what answers one question, a price for a price, and its sources."""
    if PRICE.search(fold(question)):
        text, sources = price_answer(assignment, question)
        return (f"{text}." if text else ""), sources
    answer = answer_to(without_place(question), assignment.context, assignment.language)
    return (answer.text, (answer.source,)) if answer else ("", ())


def _topic(questions: Sequence[str], language: str) -> str:
    """Returns what a question is about where it names just that: "onboarding" for "about
    onboarding".
    """
    if len(questions) != 1:
        return ""
    phrases = PLAYBOOK[language].phrases
    words = questions[0].split(" ")
    if words[0].casefold() not in phrases["about"]["words"]:
        return ""
    noun = topic(" ".join(words[1:]), 40)
    return noun if 0 < len(noun.split()) <= 4 else ""


def _asked_when(assignment: Assignment) -> Iterator[Variable]:
    index = _index(assignment)
    if index is None:
        return
    interaction = assignment.context.interactions[index]
    if assignment.touch.scheduled_for - interaction.at > RECENT:
        return
    phrases = PLAYBOOK[assignment.language].phrases
    kind = _kind(interaction, has_clause=True, language=assignment.language)
    day = _date(assignment, index, short=False)
    when = phrases["contacts"][kind]["when"] if kind else phrases["days"]["on_date"]
    yield "asked_when", when.format(day=day), (f"interactions[{index}]",)


def _index(assignment: Assignment) -> int | None:
    """Returns the place of the interaction that the situation was read from."""
    match = INDEX.fullmatch(assignment.situation.source or "")
    if not match or int(match[1]) >= len(assignment.context.interactions):
        return None
    return int(match[1])


def _meeting_kind(assignment: Assignment) -> Iterator[Variable]:
    index = _index(assignment)
    if assignment.situation.meeting_at is None or index is None:
        return
    interaction = assignment.context.interactions[index]
    kinds: dict[str, Any] = PLAYBOOK[assignment.language].phrases["meetings"]
    noted = fold(f"{interaction.type} {interaction.summary[:200]}")
    for entry in kinds.values():
        if any(word in noted for word in entry["words"]):
            yield "meeting_kind", entry["noun"], (f"interactions[{index}]",)
            return


def _sent(assignment: Assignment) -> Iterator[Variable]:
    situation = assignment.situation
    index = _index(assignment)
    if situation.kind not in SENT_KINDS or index is None or not was_sent(assignment):
        return
    sent_at = assignment.context.interactions[index].at
    if assignment.touch.scheduled_for - sent_at <= RECENT:
        day = _date(assignment, index, short=False)
        phrase = PLAYBOOK[assignment.language].phrases["days"]["sent_on"].format(day=day)
        yield "sent_on", phrase, (f"interactions[{index}]",)
    yield "sent_what", _sent_what(assignment, index), (f"interactions[{index}]",)


def _sent_what(assignment: Assignment, index: int) -> str:
    """Returns what a note says that we sent, with its article: "the prices for the test"; '' where
    it cannot stand in a sentence.
    """
    match = SENT_WHAT.match(visible(assignment.context.interactions[index].summary[:LONGEST_NOTE]))
    words = (match[1] or match[2]) if match else ""
    return words if words and turned(words, assignment.language) else ""


def was_sent(assignment: Assignment) -> bool:
    """Returns whether the note that the situation was read from says that we sent something."""
    index = _index(assignment)
    if index is None:
        return False
    interaction = assignment.context.interactions[index]
    if SENDING.search(fold(interaction.summary[:LONGEST_NOTE])):
        return True
    if assignment.situation.kind is not SituationKind.SENT_AND_SILENT:
        return False  # what is written may be the lead's own
    return any(word in fold(interaction.type) for word in WRITTEN_TYPES)


def _reason(assignment: Assignment) -> str:
    """Returns why the lead said no or not now, as noted; '' for what must not be told."""
    situation = assignment.situation
    noted = situation.reason
    if situation.kind is SituationKind.COMPLAINT:
        report = COMPLAINING.match(situation.quote or "")
        noted = report[1] if report else None
    words = visible(noted or "").strip(" .,;:")
    if not 0 < len(words) <= LONGEST_REASON or not turned(words, assignment.language):
        return ""
    if FOR_US.search(words):
        return ""
    if is_foreign(words, assignment.language):
        return in_quotes(words, assignment.language)
    return words
