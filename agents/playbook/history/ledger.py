"""The open points of a history: each note opens some and settles others."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from agents.playbook.history.acts import Act, acts_of
from agents.playbook.history.clauses import Clause
from agents.playbook.history.dates import day_in, time_in
from agents.playbook.history.points import Note, Point
from agents.playbook.history.questions import questions_in, topic_of
from agents.playbook.history.reasons import reason_in
from tools.domain.situation import SituationKind as Kind

NEAR: Final = timedelta(days=6)
FAR: Final = timedelta(days=21)  # a call asked for later than that is a "not now"


class Effect(NamedTuple):
    """What an act does to the points: those it settles, and the one it opens."""

    settles: frozenset[Kind] = frozenset()
    opens: Kind | None = None


STANDING: Final = frozenset([Kind.SAID_NO, Kind.NOT_NOW, Kind.CALL_ASKED])
WEAK: Final = frozenset([Kind.SENT_AND_SILENT, Kind.IN_CONVERSATION, Kind.INBOUND])
OPEN_ASKS: Final = frozenset([Kind.QUESTION_OPEN, Kind.PRICE_ASKED])
ALL: Final = frozenset(Kind)
MEETINGS: Final = frozenset([Kind.MEETING_AHEAD, Kind.MEETING_PASSED])
TALKS: Final = WEAK | {Kind.CALL_ASKED, Kind.SAID_NO}
EFFECTS: Final[dict[str, Effect]] = {
    "resolved": Effect(frozenset([Kind.COMPLAINT])),
    "complained": Effect(WEAK, Kind.COMPLAINT),
    "signed": Effect(ALL - {Kind.COMPLAINT}, Kind.CUSTOMER),
    "cancelled": Effect(MEETINGS | WEAK, Kind.IN_CONVERSATION),
    "missed": Effect(MEETINGS, Kind.MEETING_PASSED),
    "declined": Effect(ALL - {Kind.COMPLAINT}, Kind.SAID_NO),
    "deferred": Effect(WEAK | {Kind.CALL_ASKED, Kind.SAID_NO}, Kind.NOT_NOW),
    "tried": Effect(WEAK - {Kind.INBOUND}, Kind.SENT_AND_SILENT),
    "silent": Effect(),
    "asked_price": Effect(WEAK | {Kind.SAID_NO}, Kind.PRICE_ASKED),
    "asked_question": Effect(WEAK | {Kind.SAID_NO}, Kind.QUESTION_OPEN),
    "asked_call": Effect(WEAK | {Kind.SAID_NO}, Kind.CALL_ASKED),
    "sent_price": Effect(WEAK | {Kind.PRICE_ASKED}, Kind.SENT_AND_SILENT),
    "sent_proposal": Effect(
        WEAK | {Kind.PRICE_ASKED, Kind.SAID_NO, Kind.PROPOSAL_OUT}, Kind.PROPOSAL_OUT
    ),
    "sent": Effect(WEAK, Kind.SENT_AND_SILENT),
    "we_asked": Effect(WEAK, Kind.SENT_AND_SILENT),
    "held": Effect(TALKS | MEETINGS, Kind.IN_CONVERSATION),
    "wrote_to_us": Effect(TALKS, Kind.IN_CONVERSATION),
    "agreed": Effect(TALKS, Kind.IN_CONVERSATION),
    "talked": Effect(WEAK, Kind.IN_CONVERSATION),
    "arrived": Effect(WEAK | {Kind.SAID_NO}, Kind.INBOUND),
}
# "Turned down the warranty, but wants the planner" is no no.
WILLING: Final = frozenset(["agreed", "wants_on", "planned", "asked_price", "talked"])
NOT_REACHED: Final = frozenset(["tried", "silent", "missed", "cancelled", "away"])
PLAIN_NAMES: Final = frozenset(["nothing", "planned_if_day", "troubled"])
PLAIN_ACTS: Final = frozenset(["nothing", "talked", "agreed", "answered"])
PAST: Final = frozenset(["talk", "hold"])  # what is over names its own day
ASIDE: Final = frozenset(["nothing", "agreed", "answered", "wants_on", "troubled", "talked"])
WRITTEN: Final = frozenset(["chat", "email", "event", "call"])
TWO_SIDED: Final = frozenset(["call", "meeting", "chat"])
FIRST: Final = 3  # a clause that begins before this character is the first
MOVED_TO: Final = re.compile(r"\bfrom\b.{1,30}?\bto\b|\bdel?\b.{1,30}?\bal?\b")
# "After the trade fair", "cuando acabe la obra": an event whose day nobody knows.
AFTER_EVENT: Final = re.compile(
    r"\b(?:after|once|when|un?till?|tras|despues de|cuando|hasta que?|pasad[oa]|a la vuelta de)"
    r" (?!\d|(?:that|this|it|all|lunch|work|school|one|two|three|four|five|six|eso|and|y|puedas?|pueda[ni]s|quieras?|quiera[ni]s|podais)\b)"
    r"[a-z']+(?: (?!(?:and|y)\b)[a-z']+){0,5}"
)
# "Que en enero", as what the lead said.
QUE_WHEN: Final = re.compile(r"[^.;]*\bque (?:en|a partir de|despues de|hasta|para|mejor) ")
# "Oye, cómo doy de alta ...": a question word, after one or two words at most.
QUESTION: Final = re.compile(
    r"\W*(?:(?:oye|hola|buenas|hi|hey|hello|and|y|so|also|quick one|una cosa),? ){0,2}"
    r"(?:(?:how|what|whether|como|cuant[oa]s?|que si|cual(?:es)?|se puede|hay forma)\b"
    r"|(?:can|could|do|does|is|are|would|will|should)"
    r" (?:we|you|they|it|i|there|the|an?|your|our|any|these|this)\b)"
)
HAS_OBJECT: Final = re.compile(r" (?:to |al? )?(?:the|our|an?|el|la|los|las|un|una|al) \w")
# "Sent it", "sent same day", "enviado, 286 al mes".
POINTS_BACK: Final = re.compile(
    r"\s*(?:$|\W|(?:it|them|this|that|both|all|same day|todo)\b)(?<!\s)|\s*$"
)


class Ledger:
    """Reads notes from the oldest to the newest, and keeps what is open."""

    def __init__(self, now: datetime, *, is_customer: bool, month_first: bool) -> None:
        self.now = now
        self.is_customer = is_customer
        self.month_first = month_first
        self.points: list[Point] = []
        self.settled: list[Point] = []

    def read(self, note: Note) -> None:
        """Takes in a note."""
        acts = acts_of(note.folded)
        if note.is_planned:
            self._read_planned(note, acts)
            return
        self._settle_by_contact(note, {act.name for act in acts})
        before = list(self.points)
        for position, act in enumerate(acts):
            is_reply = act.clause.replies and act.name in PLAIN_ACTS
            name = "answered_last" if is_reply else act.name
            if act.clause.contrast and act.name in WILLING:
                self._settle([p for p in self.points if p.note is note and _is_soft(p)])
            self._take(note, Act(name, act.clause), acts[position + 1 :])
        if self.points == before:
            self._read_plain(note, acts)

    def _settle_by_contact(self, note: Note, names: set[str]) -> None:
        """Settles what a talk with the lead settles by taking place."""
        if note.kind not in TWO_SIDED:
            return
        if note.kind != "chat" and names.isdisjoint(NOT_REACHED):
            self._settle_kinds(frozenset([Kind.CALL_ASKED]))
        for point in list(self.points):
            if point.meeting_at and point.meeting_at.date() <= note.at.date():
                self._settle([point])

    def _read_planned(self, note: Note, acts: list[Act]) -> None:
        """Takes in an interaction that lies ahead: a meeting, unless it is called off."""
        names = {act.name for act in acts}
        if note.kind not in TWO_SIDED or "cancelled" in names:
            return
        self._settle_kinds(MEETINGS | WEAK | {Kind.CALL_ASKED, Kind.NOT_NOW, Kind.SAID_NO})
        point = self._point(Kind.MEETING_AHEAD, note, 0, len(note.words))
        point.meeting_at, point.meeting_has_time = note.at, _has_time(note.at)
        self.points.append(point)

    def _read_plain(self, note: Note, acts: list[Act]) -> None:
        """Takes in a note of which no clause opens anything, by the kind of contact alone."""
        end = len(note.words)
        names = {act.name for act in acts}
        if note.kind == "meeting" and (
            (names <= PLAIN_NAMES and len(acts) <= 1) or "planned" in names
        ):
            self._open_own_meeting(note)
        elif note.kind == "event":
            self._open(Kind.INBOUND, note, 0, end, WEAK)
        elif note.kind in TWO_SIDED:
            self._open(Kind.IN_CONVERSATION, note, 0, end, TALKS | MEETINGS)
        elif note.kind == "failed":
            self._open(Kind.SENT_AND_SILENT, note, 0, end, WEAK)
        elif note.kind == "email" and names != {"silent"}:
            self._open(Kind.IN_CONVERSATION, note, 0, end, WEAK)

    def _open_own_meeting(self, note: Note) -> None:
        """Opens the meeting that a note of the past is, without a word on how it went."""
        self._settle_kinds(WEAK | MEETINGS)
        point = self._point(Kind.MEETING_PASSED, note, 0, len(note.words))
        point.meeting_at, point.meeting_has_time = note.at, _has_time(note.at)
        self.points.append(point)

    def _take(self, note: Note, act: Act, later: list[Act]) -> None:
        """Takes in one act."""
        name = self._name_in(note, act)
        special = getattr(self, f"_on_{name}", None)
        if special and special(note, act.clause, later):
            return
        self._apply(name, note, act.clause)

    def _name_in(self, note: Note, act: Act) -> str:
        """Returns what a plain act is in such a note: a question, or a meeting agreed."""
        clause = act.clause
        if act.name not in ASIDE or clause.replies or not clause.head.isdisjoint(PAST):
            return act.name
        if note.kind in WRITTEN and QUESTION.match(note.folded, clause.start, clause.end):
            return "asked_price" if "price" in clause.meanings else "asked_question"
        if self.is_customer and "trouble" in clause.meanings:
            return "troubled"
        is_wish = "touch" in clause.meanings or QUE_WHEN.match(note.folded, clause.start)
        if is_wish and self._is_far(note, clause, FAR):
            return "deferred"
        words = note.folded[clause.start : clause.end]
        is_about_meeting = "meeting" in clause.meanings or time_in(words)
        if is_about_meeting and not clause.meanings & {"price", "offer", "back", "call"}:
            day = day_in(words, note.day, month_first=self.month_first)
            if day and day.is_exact:
                return "planned"
        return act.name

    def _apply(self, name: str, note: Note, clause: Clause) -> None:
        """Settles and opens what an act does."""
        effect = EFFECTS.get(name)
        if effect:
            self._settle_kinds(effect.settles, note if effect.opens in WEAK else None)
            if effect.opens:
                kind = effect.opens
                if kind is Kind.IN_CONVERSATION:
                    kind = self._conversation(note)
                point = self._point(kind, note, clause.start, clause.end)
                self._fill(point, note, clause)
                self.points.append(point)

    def _fill(self, point: Point, note: Note, clause: Clause) -> None:
        """Adds what the clause says of a point: questions, until when, why."""
        if point.kind in OPEN_ASKS:
            point.questions = questions_in(note.words, note.folded, clause)
            point.topic = topic_of(note.folded[clause.after : clause.end])
        elif point.kind is Kind.NOT_NOW:
            self._set_until(point, note, clause)
        if point.kind in (Kind.NOT_NOW, Kind.SAID_NO):
            point.reason = reason_in(note, clause)

    def _set_until(self, point: Point, note: Note, clause: Clause) -> None:
        """Adds until when, from the clause, else from the rest of the note, else from all of it."""
        for start, end in ((clause.start, clause.end), (clause.start, None), (0, None)):
            day = day_in(note.folded[start:end], note.day, month_first=self.month_first)
            if day:
                point.until = day.day
                point.until_words = note.words[start + day.start : start + day.end].strip()
                return
        event = AFTER_EVENT.search(note.folded, clause.start, clause.end)
        if event:
            point.until_words = note.words[event.start() : event.end()].strip()

    # Acts with more to them than settling and opening. Each returns whether it dealt with the act.

    def _on_complained(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A prospect that complains of its own tools has a need; of us, a complaint."""
        is_customer = self.is_customer or any(p.kind is Kind.CUSTOMER for p in self.points)
        if "elsewhere" in clause.meanings or not (is_customer or "us" in clause.meanings):
            self._take(note, Act("talked", clause), later)
            return True
        return False

    def _on_deferred(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        if "meeting" in clause.meanings:
            self._settle_kinds(MEETINGS)
        return False

    def _on_will_decide(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """The lead will decide: on the proposal that is out, or else later, if it says when."""
        out = [point for point in self.points if point.kind is Kind.PROPOSAL_OUT]
        if out:
            point = self._point(Kind.PROPOSAL_OUT, note, clause.start, clause.end)
            self._set_until(point, note, clause)
            self._settle(out)
            self.points.append(point)
            return True
        words = note.folded[clause.start : clause.end]
        is_later = day_in(words, note.day) or AFTER_EVENT.search(words)
        self._take(note, Act("deferred" if is_later else "talked", clause), later)
        return True

    def _on_asked_question(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A demo asked for with a form is what the form is for, and no question."""
        if note.kind == "event" and "meeting" in clause.meanings and not clause.is_direct:
            self._open(Kind.INBOUND, note, clause.start, clause.end, WEAK)
            return True
        words = note.folded[clause.start : clause.end]
        is_later = self._is_far(note, clause, FAR) or AFTER_EVENT.search(words)
        if "request" in clause.head and is_later:
            self._take(note, Act("deferred", clause), later)
            return True
        return False

    def _on_asked_call(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A call asked for in two months is a "not now"."""
        words = note.folded[clause.start : clause.end]
        if self._is_far(note, clause, FAR) or AFTER_EVENT.search(words):
            self._take(note, Act("deferred", clause), later)
            return True
        return False

    def _on_planned(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A meeting agreed for a day; without a day, it is agreed only."""
        self._settle_kinds(frozenset([Kind.CALL_ASKED, Kind.NOT_NOW, Kind.SAID_NO]) | WEAK)
        if not self._open_meeting(note, clause):
            self._open(Kind.IN_CONVERSATION, note, clause.start, clause.end, WEAK)
        return True

    def _on_planned_if_day(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        day = day_in(note.folded[clause.start : clause.end], note.day)
        is_own = note.kind == "meeting" and clause.start < FIRST
        if (day and day.is_exact) or (clause.head and is_own):
            return self._on_planned(note, clause, later)
        if clause.head:
            self._take(note, Act("agreed", clause), later)
        return True

    def _on_refused_part(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """ "Declined" alone is a no; "declined the extended warranty" is one to a part."""
        if not HAS_OBJECT.match(note.folded, clause.after, clause.end):
            self._take(note, Act("declined", clause), later)
        return True

    def _on_signed(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """ "Approved" is a yes to us where an offer is out, or where it says so."""
        is_out = any(point.kind is Kind.PROPOSAL_OUT for point in self.points) or self.is_customer
        names_it = clause.meanings & {"offer", "proposal", "us"}
        if "weak_yes" in clause.meanings and not (is_out or names_it):
            self._take(note, Act("agreed", clause), later)
            return True
        return False

    def _on_moved(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """What was moved is a meeting, where one is agreed or the words say so."""
        if "meeting" not in clause.meanings and not any(p.kind in MEETINGS for p in self.points):
            day = day_in(note.folded[clause.start : clause.end], note.day)
            if day is None or not day.is_exact:
                self._take(note, Act("talked", clause), later)
                return True
        self._settle_kinds(MEETINGS)
        return self._on_planned(note, clause, later)

    def _open_meeting(self, note: Note, clause: Clause) -> bool:
        """Opens a meeting on the last day that the clause, else the note, names."""
        text = note.folded[clause.start : clause.end]
        moved_to = MOVED_TO.search(text) if "move" in clause.head else None
        if moved_to:
            text = text[moved_to.end() :]
        day = day_in(text, note.day, month_first=self.month_first)
        if day is None and note.kind == "meeting" and clause.start < FIRST:
            self._open_own_meeting(note)
            return True
        if day is None or not day.is_exact:
            return False
        zone = note.at.tzinfo
        hour = time_in(text[day.end :]) or time_in(text[: day.start])
        at = datetime.combine(day.day, time(*hour) if hour else time(), tzinfo=zone)
        ahead = at > self.now or (not hour and day.day >= self.now.astimezone(zone).date())
        kind = Kind.MEETING_AHEAD if ahead else Kind.MEETING_PASSED
        self._settle_kinds(MEETINGS)
        point = self._point(kind, note, clause.start, clause.end)
        self.points.append(replace(point, meeting_at=at, meeting_has_time=bool(hour)))
        return True

    def _on_answered(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """An answer settles the questions it is about, else all of them."""
        if "answered_by_us" not in clause.meanings and "lead" in clause.before:
            self._take(note, Act("talked", clause), later)
            return True
        asks = [point for point in self.points if point.kind in OPEN_ASKS]
        self._settle(self._about(clause, note, asks) or asks)
        self._open(Kind.IN_CONVERSATION, note, clause.start, clause.end, WEAK)
        return True

    def _on_answered_last(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """What stands after an arrow answers what stands before it."""
        self._settle([point for point in self.points if point.kind in OPEN_ASKS][-1:])
        self._open(Kind.IN_CONVERSATION, note, clause.start, clause.end, WEAK)
        return True

    def _on_away(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """Who is away until a day to come, with nothing else open, is to be left until then."""
        if all(point.kind in WEAK for point in self.points):
            point = self._point(Kind.NOT_NOW, note, clause.start, clause.end)
            self._set_until(point, note, clause)
            if point.until is None or point.until > self.now.date():
                self._settle_kinds(WEAK)
                self.points.append(point)
        return True

    def _on_deferred_if_far(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """ "Hasta septiembre no": nothing is wanted before a day that is not near."""
        if self._is_far(note, clause, NEAR):
            self._take(note, Act("deferred", clause), later)
        return True

    def _on_back_later(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """To be in touch again: in March a "not now", on Thursday a call."""
        if self._is_far(note, clause, FAR) or "someday" in clause.meanings:
            name = "deferred"
        elif "call" in clause.meanings and note.kind != "planned":
            name = "asked_call"
        else:
            name = "talked"
        self._take(note, Act(name, clause), later)
        return True

    def _is_far(self, note: Note, clause: Clause, span: timedelta) -> bool:
        """Whether a clause names a day some time after the note."""
        day = day_in(note.folded[clause.start : clause.end], note.day, month_first=self.month_first)
        return day is not None and day.day - note.day > span

    def _on_sent_proposal_if_mail(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """An e-mail that is noted as "Proposal v2" is one with the proposal."""
        if note.kind == "email" and not clause.meanings & {"not", "future"}:
            self._take(note, Act("sent_proposal", clause), later)
        return True

    def _on_resolved(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """Where nobody complains, what was resolved is a question."""
        if any(point.kind is Kind.COMPLAINT for point in self.points):
            return False
        return self._on_answered(note, clause, later)

    def _on_missed(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """An engineer who did not come is a customer's complaint."""
        if not self.is_customer or any(point.kind in MEETINGS for point in self.points):
            return False
        self._take(note, Act("complained", clause), later)
        return True

    def _on_declined(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A customer that cannot go on like this complains."""
        is_cross = "takes" in clause.head or "trouble" in clause.meanings
        if self.is_customer and is_cross:
            self._take(note, Act("complained", clause), later)
            return True
        return False

    def _on_troubled(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """Trouble is a complaint where the lead is a customer, and else may say until when."""
        if not self.is_customer and "not" in clause.meanings and self._is_far(note, clause, NEAR):
            self._take(note, Act("deferred", clause), later)
            return True
        is_customer = self.is_customer or any(p.kind is Kind.CUSTOMER for p in self.points)
        self._take(note, Act("complained" if is_customer else "talked", clause), later)
        return True

    def _on_sent(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """What was sent settles what it is about; "sent it" settles what was asked just before."""
        asks = [point for point in self.points if point.kind in OPEN_ASKS]
        same_note = [point for point in asks if point.note.index == note.index]
        settled = self._about(clause, note, asks)
        if not settled and POINTS_BACK.match(note.folded, clause.after, clause.end):
            settled = same_note or asks[-1:]
        self._settle(settled)
        return False

    def _on_talked(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A talk settles what it was about, and a "not now" whose time has come."""
        words = note.folded[clause.start : clause.end]
        if "request" in clause.head and AFTER_EVENT.search(words):
            self._take(note, Act("deferred", clause), later)
            return True
        asks = [point for point in self.points if point.kind in OPEN_ASKS]
        self._settle(self._about(clause, note, [p for p in asks if p.note.index != note.index]))
        over = [
            p for p in self.points if p.kind is Kind.NOT_NOW and p.until and p.until <= note.day
        ]
        self._settle(over)
        return False

    def _on_wants_on(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        self._settle([point for point in self.points if point.kind is Kind.SAID_NO])
        self._take(note, Act("agreed", clause), later)
        return True

    def _on_agreed(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        self._on_talked(note, clause, later)
        if "price" in clause.meanings:
            self._settle_kinds(frozenset([Kind.PRICE_ASKED]))
        return False

    def _on_owed(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A question that is still to be answered is open again."""
        asks = [point for point in self.settled if point.kind in OPEN_ASKS]
        if not asks and not any(point.kind in OPEN_ASKS for point in self.points):
            self._take(note, Act("asked_question", clause), later)
            return True
        again = self._about(clause, note, asks) or asks[-1:]
        if again and not any(point.kind in OPEN_ASKS for point in self.points):
            topic = topic_of(note.folded[clause.start : clause.end])
            again[-1].questions = [
                question for question in again[-1].questions if topic & topic_of(question.lower())
            ] or again[-1].questions
            self.points.append(again[-1])
        return True

    def _on_will_send(self, note: Note, clause: Clause, later: list[Act]) -> bool:
        """A price or proposal that we owe is as good as asked for."""
        owed = clause.meanings & {"price", "proposal"}
        if owed and not any(point.kind is Kind.PRICE_ASKED for point in self.points):
            self._open(Kind.PRICE_ASKED, note, clause.start, clause.end, WEAK)
        return True

    def _about(self, clause: Clause, note: Note, points: Iterable[Point]) -> list[Point]:
        """Returns the points that a clause has a word of their topic in common with."""
        topic = topic_of(note.folded[clause.start : clause.end])
        return [point for point in points if topic & point.topic]

    def _open(self, kind: Kind, note: Note, start: int, end: int, settles: frozenset[Kind]) -> None:
        self._settle_kinds(settles)
        self.points.append(self._point(kind, note, start, end))

    def _conversation(self, note: Note) -> Kind:
        """Returns what a contact is where nothing is open: inbound, if it is a form or the like."""
        is_first = note.kind == "chat" and note.index == 0
        return Kind.INBOUND if note.kind == "event" or is_first else Kind.IN_CONVERSATION

    def _point(self, kind: Kind, note: Note, start: int, end: int) -> Point:
        return Point(kind, note, start, end)

    def _settle_kinds(self, kinds: frozenset[Kind], unless_in: Note | None = None) -> None:
        """Settles points by kind; some stand against what the same note says after them."""
        for point in list(self.points):
            stands = point.note is unless_in and point.kind in STANDING
            if point.kind in kinds and not stands:
                self._settle([point])

    def _settle(self, points: Iterable[Point]) -> None:
        for point in points:
            self.points.remove(point)
            self.settled.append(point)


def _is_soft(point: Point) -> bool:
    """Whether "but ..." takes a point back: a no, or a not now without a time."""
    return point.kind is Kind.SAID_NO or (point.kind is Kind.NOT_NOW and not point.until_words)


def _has_time(at: datetime) -> bool:
    """Whether a moment is more than a day: midnight stands for a day without a time."""
    return at.time() != time()
