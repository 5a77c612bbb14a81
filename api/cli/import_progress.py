"""How far an import has come, on a terminal."""

from types import TracebackType
from typing import Final

from rich.console import Console

from tools.lead_files.lead_rows import BadRow, LeadRow

EVERY: Final = 1_000  # rows


class ImportProgress:
    """A line on standard error that counts the rows; none where that is no terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False)
        self._status = self._console.status("Reading")
        self._rows = 0

    def __enter__(self) -> "ImportProgress":
        if self._console.is_terminal:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._status.stop()

    def count(self, row: LeadRow | BadRow) -> None:
        """Counts a row."""
        self._rows += 1
        if self._rows % EVERY == 0:
            self._status.update(f"{self._rows:,} rows, line {row.line:,}")
