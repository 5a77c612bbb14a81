"""What one column or field says of whether a lead may be contacted."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from tools.domain.permission import Cause, Consent, Refusal
from tools.intake.permissions.headers import EVERY, AnyOf, Reading
from tools.intake.permissions.values import Cell

MAX_WORDS: Final = 200  # characters of a value that are kept as evidence


class Permissions(NamedTuple):
    """What one column or field says of being contacted; nothing, where its value is blank."""

    refusals: tuple[Refusal, ...] = ()
    consents: tuple[Consent, ...] = ()


SILENCE: Final = Permissions()


class Question(NamedTuple):
    """A cell, the column it stands in, and what the column is about."""

    column: str
    reading: Reading
    cell: Cell

    def refusal(self, cause: Cause | None = None, channels: AnyOf = EVERY) -> Permissions:
        """The cell as a refusal, on the channels given, else on the column's."""
        refusals = [
            Refusal(
                cause=cause or self.reading.cause,
                channel=channel,
                source=self.column,
                words=self._words,
                at=self.cell.at,
            )
            for channel in self._channels(channels)
        ]
        return Permissions(refusals=tuple(refusals))

    def consent(self, channels: AnyOf = EVERY, basis: str = "opt_in") -> Permissions:
        """The cell as a consent, on the channels given, else on the column's."""
        consents = [
            Consent(
                channel=channel,
                basis=basis,
                source=self.column,
                words=self._words,
                at=self.cell.at,
            )
            for channel in self._channels(channels)
        ]
        return Permissions(consents=tuple(consents))

    @property
    def _words(self) -> str | None:
        return self.cell.words[:MAX_WORDS] or None

    def _channels(self, named: AnyOf) -> AnyOf:
        """The channels that the value names, else the column's."""
        return self.reading.channels if named == EVERY else named


def joined(answers: Iterable[Permissions | None]) -> Permissions:
    """Several answers as one."""
    refusals: list[Refusal] = []
    consents: list[Consent] = []
    for answer in answers:
        if answer:
            refusals.extend(answer.refusals)
            consents.extend(answer.consents)
    return Permissions(tuple(refusals), tuple(consents))
