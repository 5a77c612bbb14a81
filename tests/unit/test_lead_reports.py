"""Files with more than leads in them, and what an import says of a file."""

import csv
from pathlib import Path

import pytest

from tests.unit.test_lead_files import leads_of, rows_of
from tools.lead_files.lead_rows import BadRow, LeadRow
from tools.lead_files.reader import LeadFile
from tools.lead_files.report import (
    ImportReport,
    bad_row_lines,
    column_lines,
    left_out_lines,
    result_of,
)
from tools.lead_files.report_file import ReportFile


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_names_the_delimiter_is_obeyed(tmp_path: Path, first: str) -> None:
    [row] = rows_of(tmp_path, f"{first}\r\nName;Email\r\nSmith, Jane;jane@example.com\r\n")
    assert isinstance(row, LeadRow)
    assert (row.line, row.lead.fields["name"]) == (3, "Smith, Jane")


def test_the_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = (
        "Leads by source\nAs of 2024-03-01, by Sam\n\n"
        "Filtered by: Lead Status, Country\n\n"
        "Name,Email,Company\nJane Smith,jane@example.com,Acme\n"
    )
    [row] = rows_of(tmp_path, text)
    assert isinstance(row, LeadRow)
    assert row.line == 7


def test_a_header_over_two_lines_is_read(tmp_path: Path) -> None:
    [lead] = leads_of(tmp_path, '"First\nName",Email\nJane,jane@example.com\n')
    assert lead.fields["name"] == "Jane"


FOOTER = (
    '\n"Grand Totals (1 record)",,,\n"Confidential Information - Do Not Distribute",,,\n'
    '"Copyright (c) 2000-2024 vendor.example, inc. All rights reserved.",,,\n'
)


def test_the_end_of_a_report_is_no_error(tmp_path: Path) -> None:
    text = "Name,Email,Phone,Company\nJane,jane@example.com,,\n"
    assert len(rows_of(tmp_path, text + FOOTER)) == 1


def test_a_lead_behind_a_blank_line_is_kept(tmp_path: Path) -> None:
    text = (
        "Name,Email,Phone,Company\nJane,jane@example.com,,\n\n"
        "Bo,bo@example.com,,\n\n,al@example.com\n"
    )
    assert len(rows_of(tmp_path, text)) == 3


def test_a_single_cell_before_a_lead_is_no_footer(tmp_path: Path) -> None:
    text = "Name,Email,Phone,Company\n\nJane,,,\nBo,bo@example.com,,\n"
    assert len(rows_of(tmp_path, text)) == 2


def test_blank_cells_at_a_rows_end_are_nothing(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "name,email\nJane,jane@example.com,,,\nBo,bo@example.com,x,\n,,,\n")
    assert [type(row) for row in rows] == [LeadRow, BadRow]
    assert rows[1].line == 3


TEXT = (
    "Name,Mobile,Home Phone,Email,Time Zone,Contact Owner,Notes,\n"
    "Jane,+447700900123,,jane@example.com,Mars/Base,Sam,met at a fair,\n"
    "Bo,,,bo@example..com,,Sam,,\n"
    "Jane,,+442079460123,jane@example.com,,Sam,,\n"
)


def report_on(path: Path) -> ImportReport:
    report = ImportReport()
    file = LeadFile(path)
    for row in file:
        report.add(row)
    report.columns = file.columns
    return report


def test_a_report_tells_how_every_column_was_read(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(TEXT)
    assert list(column_lines(report_on(path).columns)) == [
        "Name: name",
        "Mobile: phone number",
        "Home Phone: phone number, after Mobile",
        "Email: e-mail address",
        "Time Zone: time zone",
        "Contact Owner: not used",
        "Notes: read for refusals only",
    ]


def test_a_report_tells_what_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(TEXT)
    report = report_on(path)
    assert (report.leads, report.repeats, report.bad, report.incomplete) == (1, 1, 1, 1)
    assert list(left_out_lines(report.incomplete_rows)) == [
        "line 2: Time Zone: this time zone is not known: expected one such as Europe/Madrid"
    ]
    assert list(bad_row_lines(report.bad_rows)) == [
        "line 3: Email: expected an address such as jane@example.com"
    ]


def test_a_report_holds_nothing_of_a_lead(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(TEXT)
    report = report_on(path)
    lines = [*left_out_lines(report.incomplete_rows), *bad_row_lines(report.bad_rows)]
    assert not [line for line in lines if "Mars" in line or "bo@" in line]


def test_a_report_file_has_every_row_as_it_came_with_its_result(tmp_path: Path) -> None:
    path, target = tmp_path / "leads.csv", tmp_path / "report.csv"
    path.write_text(TEXT)
    with ReportFile(target) as report:
        for row in LeadFile(path):
            report.write(row)
    with target.open(encoding="utf-8-sig", newline="") as file:
        header, jane, bo, again = csv.reader(file)
    assert header == ["line", "result", "reason", *TEXT.split("\n", maxsplit=1)[0].split(",")]
    assert jane[:2] == ["2", "kept"]
    assert bo[:2] == ["3", "left out"]
    assert again[:3] == ["4", "added", "to the lead in line 2"]
    assert bo[3:] == ["Bo", "", "", "bo@example..com", "", "Sam", "", ""]


def test_the_result_of_a_json_row_has_the_row_as_json(tmp_path: Path) -> None:
    path, target = tmp_path / "leads.jsonl", tmp_path / "report.csv"
    path.write_text('{"name": "Zoë", "email": "zoe@example.com"}\n{"email": 7}\n')
    with ReportFile(target) as report:
        for row in LeadFile(path):
            report.write(row)
            assert result_of(row)[0] in {"kept", "left out"}
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["record"] == '{"name": "Zoë", "email": "zoe@example.com"}'
    assert rows[1]["result"] == "left out"
