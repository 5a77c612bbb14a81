"""`lead-followup leads import`: what it shows before, and what it writes beside."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.e2e.test_command_line import folder, run

__all__ = ["folder"]
LEADS = (
    "Name,Email,Mobile,Contact Owner\nZoë Quark,zoe@example.com,0000000000,Sam\nBo,bo@example,,\n"
)


def names_in(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "lead_followup.db")) as database:
        rows = database.execute("SELECT name FROM leads WHERE email = 'zoe@example.com'")
        return [name for (name,) in rows]


def test_a_dry_run_tells_how_a_file_would_be_read_and_writes_nothing(folder: Path) -> None:
    (folder / "leads.csv").write_text(LEADS)
    result = run(folder, "leads", "import", "leads.csv", "--site", "site_456", "--dry-run")
    assert result.returncode == 2, result.stderr
    for words in (
        "Mobile: phone number",
        "Contact Owner: not used",
        "line 2: Mobile: this is not a number that anybody can have",
        "line 3: Email: expected an address such as jane@example.com",
        "1 leads would be imported, 1 rows left out.",
    ):
        assert words in result.stdout
    assert names_in(folder) == []


def test_an_import_writes_a_report_beside_the_leads(folder: Path) -> None:
    (folder / "leads.csv").write_text(LEADS)
    arguments = ("leads.csv", "--site", "site_456", "--report", "report.csv")
    result = run(folder, "leads", "import", *arguments)
    assert result.returncode == 2, result.stderr
    assert names_in(folder) == ["Zoë Quark"]
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["result"], row["Email"]) for row in rows] == [
        ("2", "kept", "zoe@example.com"),
        ("3", "left out", "bo@example"),
    ]


def test_a_report_does_not_take_the_place_of_the_leads(folder: Path) -> None:
    (folder / "leads.csv").write_text(LEADS)
    arguments = ("leads.csv", "--site", "site_456", "--report", "./leads.csv")
    result = run(folder, "leads", "import", *arguments)
    assert (result.returncode, (folder / "leads.csv").read_text()) == (1, LEADS)


def test_a_report_that_cannot_be_written_is_told_before_anything_is(folder: Path) -> None:
    (folder / "leads.csv").write_text(LEADS)
    arguments = ("leads.csv", "--site", "site_456", "--report", "nowhere/report.csv")
    result = run(folder, "leads", "import", *arguments)
    assert (result.returncode, names_in(folder)) == (1, [])
    assert "The report cannot be written" in result.stderr
