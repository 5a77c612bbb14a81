"""Notes taken apart into clauses, each about one thing that somebody did."""

from collections.abc import Sequence
from typing import NamedTuple

from agents.playbook.history.clauses import Clause
from agents.playbook.history.joints import (
    ANDS,
    ARROWS,
    CONTRASTS,
    ENDS,
    INVERTED,
    JOINTS,
    LIGHT,
    MAX_CLAUSES,
    MAX_LENGTH,
    NEAR,
    OPENERS,
    PRONOUNS,
    QUESTION_WORDS,
    SHORTENED,
    STARTERS,
    YES,
)
from agents.playbook.history.lexicon import Term, Token, heads, terms_of, tokens_of


def clauses_of(note: str) -> list[Clause]:
    """Returns the clauses of a folded note, in order."""
    tokens = tokens_of(note)
    return _Splitter(tokens, terms_of(tokens)).clauses()


class _Joint(NamedTuple):
    """A comma or "and" within a clause: its token, and the clause up to there."""

    position: int
    end: int
    meanings: frozenset[str]


class _Splitter:
    """Goes through the words of a note once, and ends a clause where another begins."""

    def __init__(self, tokens: Sequence[Token], terms: Sequence[Term]) -> None:
        self.tokens = tokens
        self.term_at = {term.first: term for term in terms}
        self.done: list[Clause] = []
        self.clause: Clause | None = None
        self.denied_at = -NEAR  # the token of the last "not"
        self.head_last = -1  # the token after the head of the clause
        self.after_arrow = False
        self.joint: _Joint | None = None  # the last one after the head of the clause
        self.previous: Clause | None = None
        self.asks_until = 0  # the token that ends a question in the lead's own words

    def clauses(self) -> list[Clause]:
        """Returns the clauses."""
        position = 0
        while position < len(self.tokens):
            if self.clause and self.tokens[position].start - self.clause.start > MAX_LENGTH:
                self._end()
            if self.clause is None:
                self.asks_until = self._question_end(position)
            term = self.term_at.get(position)
            if term is None:
                self._take_word(position)
                position += 1
                continue
            self._take_term(term)
            position = term.last
        self._end()
        return self.done[:MAX_CLAUSES]

    def _take_word(self, position: int) -> None:
        """Adds a word without a meaning, or ends the clause at a mark."""
        token = self.tokens[position]
        if position < self.asks_until:
            self._ask(token)
        elif token.text == "." and self.tokens[position - 1].text in SHORTENED:
            return
        elif token.text in ENDS:
            if not self._announces(token.text):
                self._end(question_mark=token.text == "?")
                self.after_arrow = token.text in ARROWS
        elif token.text in CONTRASTS:
            self._end()
            self._open(token.end).contrast = True
        elif token.text in JOINTS:
            self._join(position)
        elif token.text not in "¿¡":
            is_first = self.clause is None
            self._open(token.start).end = token.end
            if is_first and token.text in YES:
                self._open(token.start).replies = True

    def _join(self, position: int) -> None:
        """Ends the clause at a comma or "and" with a verb after it, else remembers the place."""
        clause = self.clause
        if self._verb_follows(position + 1):
            self._end()
            self.previous = clause if self.tokens[position].text in ANDS else None
        elif clause and clause.head:
            self.joint = _Joint(position, clause.end, frozenset(clause.meanings))

    def _end_at_joint(self) -> None:
        """Ends the clause; what stands after its last joint goes to the next one."""
        clause, joint = self.clause, self.joint
        self._end()
        if clause is None or joint is None:
            return
        added = clause.meanings - joint.meanings
        clause.end, clause.meanings = joint.end, set(joint.meanings)
        self.previous = clause
        self._open(self.tokens[joint.position + 1].start).meanings |= added

    def _take_term(self, term: Term) -> None:
        """Adds a term: as the head of its clause, or as more about it."""
        start, end = self.tokens[term.first].start, self.tokens[term.last - 1].end
        if term.first < self.asks_until:
            self._ask(self.tokens[term.first])
            self._open(start).end = end
            self._open(start).meanings |= term.meanings
            return
        is_head = not heads().isdisjoint(term.meanings)
        if is_head and self._ends_before(term):
            self._end_at_joint()
        clause = self._open(start)
        clause.end = end
        if "not" in term.meanings:
            self.denied_at = term.last
        if is_head and (not clause.head or (clause.is_noun and "ask" not in clause.head)):
            clause.head = term.meanings & heads()
            clause.is_noun = "noun" in term.meanings
            clause.after = self._question_start(term) or end
            clause.before = set(clause.meanings)
            clause.is_to_lead = "to_lead_after" in term.meanings
            self.head_last = term.last
            clause.negated = term.first - self.denied_at < NEAR and bool(clause.meanings)
        clause.meanings |= term.meanings
        if term.first == self.head_last and "to_lead_after" in term.meanings:
            clause.is_to_lead = True

    def _question_start(self, term: Term) -> int:
        """Returns where "whether" stands in "and whether" or "checking if", which it begins."""
        last = self.tokens[term.last - 1]
        return last.start if term.last - term.first > 1 and last.text in QUESTION_WORDS else 0

    def _ask(self, token: Token) -> None:
        """Adds a word of a question in the lead's own words."""
        clause = self._open(token.start)
        clause.end = token.end
        if not clause.head:
            clause.head = frozenset(["ask"])
            clause.meanings.add("ask")
            clause.after = clause.start
            clause.is_direct = True

    def _announces(self, mark: str) -> bool:
        """Whether a mark stands between "two questions" and what they are."""
        clause = self.clause
        return (
            mark in "-–—"
            and clause is not None
            and clause.head == {"ask"}
            and clause.end == clause.after
        )

    def _question_end(self, position: int) -> int:
        """Returns the token of the question mark of a question that begins here, else 0."""
        while position < len(self.tokens) and self.tokens[position].text in '¿"':
            position += 1
        if position == len(self.tokens) or self.tokens[position].text not in STARTERS:
            return 0
        for last in range(position, len(self.tokens)):
            text = self.tokens[last].text
            if text == "?":
                return last if last - position > 2 else 0
            if text in ENDS:
                return 0
        return 0

    def _ends_before(self, term: Term) -> bool:
        """Whether a head is one too many for the clause: not so in "asked us to call"."""
        if (
            self.clause is None
            or not self.clause.head
            or self.clause.is_noun
            or "noun" in term.meanings
        ):
            return False
        return OPENERS.isdisjoint(self.clause.head)

    def _verb_follows(self, position: int) -> bool:
        """Whether a new clause begins at a token: with a head, after light words at most."""
        words = [token.text for token in self.tokens[position : position + 2]]
        if words[:1] and words[0] in YES:
            return True
        if len(words) == 2 and words[0] in INVERTED and words[1] in PRONOUNS:
            return True
        while position < len(self.tokens):
            term = self.term_at.get(position)
            if term and not heads().isdisjoint(term.meanings):
                return True
            is_subject = term and not term.meanings.isdisjoint({"we", "lead", "not", "to_us"})
            if not is_subject and self.tokens[position].text not in LIGHT:
                return False
            position = term.last if term else position + 1
        return False

    def _open(self, start: int) -> Clause:
        """Returns the clause that is being read, a new one where none is."""
        if self.clause is None:
            self.clause = Clause(start, start, replies=self.after_arrow, previous=self.previous)
            self.after_arrow, self.previous = False, None
            self.denied_at = -NEAR
        return self.clause

    def _end(self, *, question_mark: bool = False) -> None:
        """Ends the clause that is being read."""
        if self.clause is not None:
            self.clause.question_mark = question_mark
            if not self.clause.head:
                self.clause.after = self.clause.start
            self.done.append(self.clause)
        self.clause = self.joint = self.previous = None
