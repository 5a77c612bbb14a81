"""The report of an import as a CSV file: the rows as they came, and what became of each."""

import csv
import json
from pathlib import Path
from types import TracebackType
from typing import Final

from tools.errors import InvalidRequest
from tools.lead_files.lead_rows import BadRow, LeadRow
from tools.lead_files.report import result_of

RESULT: Final = ("line", "result", "reason")
JSON_COLUMN: Final = ("record",)


class ReportFile:
    """A CSV file with every row, written as the rows come; it can be imported again.

    Raises InvalidRequest where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise InvalidRequest(f"The report cannot be written: {error.strerror}.") from error
        self._writer = csv.writer(self._file)
        self._has_header = False

    def __enter__(self) -> "ReportFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, row: LeadRow | BadRow) -> None:
        """Writes a row; the first writes the header above it."""
        if not self._has_header:
            self._writer.writerow([*RESULT, *(row.header or JSON_COLUMN)])
            self._has_header = True
        self._writer.writerow([str(row.line), *result_of(row), *_cells(row)])


def _cells(row: LeadRow | BadRow) -> list[str]:
    if row.record is None:
        return []
    if isinstance(row.record, list):
        return row.record
    return [json.dumps(row.record, ensure_ascii=False)]
