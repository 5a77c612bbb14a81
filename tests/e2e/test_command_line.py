"""`lead-followup` as a person types it, in an empty folder."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes import BIN


@pytest.fixture
def folder(demo_database: Path, tmp_path: Path) -> Path:
    """A folder with the demo database under the name it has by default."""
    shutil.copy(demo_database, tmp_path / "lead_followup.db")
    return tmp_path


def run(folder: Path, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": os.environ["PATH"], "COLUMNS": "100", **env}
    program = [str(BIN / "lead-followup"), *arguments]
    return subprocess.run(
        program,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_demo_prints_the_sequence_and_where_it_was_saved(tmp_path: Path) -> None:
    result = run(tmp_path, "demo")
    assert result.returncode == 0, result.stderr
    for words in (
        "Hi Jane,",
        "E-mail",
        "Call",
        "Next steps",
        "Sales manager",
        "approves",
        "lead_followup_demo.db",
    ):
        assert words in result.stdout
    assert (tmp_path / "lead_followup_demo.db").exists()


def test_migrate_builds_the_database_in_the_working_directory(tmp_path: Path) -> None:
    result = run(tmp_path, "migrate", "--demo")
    assert (result.returncode, result.stdout.strip()) == (
        0,
        "The database is at this version's schema.",
    )
    assert (tmp_path / "lead_followup.db").exists()


def test_a_sequence_in_spanish_is_printed_for_a_spanish_lead(folder: Path) -> None:
    result = run(folder, "follow-up", "lead_lucia")
    assert result.returncode == 0, result.stderr
    assert "Hola, Lucía:" in result.stdout


def test_a_lead_that_opted_out_gets_no_sequence(folder: Path) -> None:
    result = run(folder, "follow-up", "lead_optout")
    assert (result.returncode, result.stderr.strip()) == (
        1,
        "Error: Lead lead_optout has asked not to be contacted.",
    )


def test_leads_are_imported_twice_and_there_once(folder: Path) -> None:
    (folder / "leads.csv").write_text(
        "Name;Email;Company\nZoë Quark;zoe@example.com;Umbra\nNobody;wrong;\n"
    )
    for _ in range(2):
        result = run(folder, "import", "leads.csv", "--site", "site_456")
        assert result.returncode == 2
        assert "line 3: Email" in result.stdout
        assert "1 leads imported, 1 rows left out." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("follow-up", "nobody"), "No site has a lead nobody."),
        (("follow-up", "lead_789", "--type", "fax"), "expected one of email, call"),
        (("follow-up", "lead_789", "--site", "site_0"), "There is no site site_0."),
    ],
)
def test_a_mistake_is_told_in_one_line(
    folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(folder, *arguments)
    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_model_name_that_cannot_be_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, "migrate", LEAD_FOLLOWUP_MODEL="gpt")
    assert result.returncode == 1
    assert "openai:NAME" in result.stderr


COMPANY = """
[[sites]]
id = "brightpage"
name = "Brightpage"
url = "https://brightpage.example.com"

[[users]]
id = "alex"
site_id = "brightpage"
name = "Alex Rivera"

[[agents]]
id = "sales_1"
site_id = "brightpage"
user_id = "alex"
"""


def test_a_company_of_ones_own_knows_what_its_pages_say(tmp_path: Path) -> None:
    (tmp_path / "company.toml").write_text(COMPANY)
    (tmp_path / "about.md").write_text(
        "# About\n\nContent automation drafts posts from one brief.\n"
    )
    (tmp_path / "leads.csv").write_text(
        "id,name,email,interests\nlead_1,Zoë Quark,zoe@example.com,content automation\n"
    )
    for arguments, line in (
        (("configure", "company.toml"), "1 sites, 1 users, 1 agents, 0 products written."),
        (("import", "leads.csv", "--site", "brightpage"), "1 leads imported, 0 rows left out."),
        (("knowledge", "add", "about.md", "--site", "brightpage"), "about.md: 1 passages"),
        (("knowledge", "list", "--site", "brightpage"), "about.md: 1 passages"),
        (("follow-up", "lead_1"), "Content automation drafts posts from one brief."),
        (
            ("knowledge", "remove", "about.md", "--site", "brightpage"),
            "about.md: 1 passages removed.",
        ),
    ):
        result = run(tmp_path, *arguments)
        assert result.returncode == 0, result.stderr
        assert line in " ".join(result.stdout.replace("│", " ").split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[sites]]\nid = 'x'\nnme = 'y'", "sites[0]: nme is none of id, name"),
        ("[[sites]]\nid = 'x y'\nname = 'y'", "sites[0].id: expected 1 to 64 letters"),
        (
            "[[sites]]\nid = 'x'\nname = 'y'\nmax_email_words = 5",
            "sites[0].max_email_words: Input should be",
        ),
        ("[[places]]\nid = 'x'", "places is none of the tables sites, users, agents, products"),
        ("[sites]\nid = 'x'", "sites: expected [[sites]] before each entry"),
        ("not toml", "is not TOML"),
        (
            "[[sites]]\nid = 'x'\nname = 'y'\ntimezone = 'Europe/Londn'",
            "sites[0].timezone: Europe/Londn is no time zone; did you mean Europe/London?",
        ),
        (
            "[[sites]]\nid = 'x'\nname = 'y'\nlanguage = 'klingon'",
            "sites[0].language: klingon is no language that sequences are written in; "
            "expected en or es.",
        ),
        (
            "[[sites]]\nid = 'x'\nname = 'y'\ncountry = 'Narnia'",
            "sites[0].country: Narnia is no country",
        ),
        (
            "[[agents]]\nid = 'a'\nsite_id = 'site_456'\nrole = 'boss'",
            "agents[0].role: boss is no role of an agent",
        ),
        (
            "[[users]]\nid = 'u'\nname = 'y'\nsite_id = 'nowhere'",
            "names a site or user that is not there",
        ),
    ],
)
def test_a_fault_in_the_companys_file_is_told_and_nothing_is_written(
    folder: Path, text: str, line: str
) -> None:
    (folder / "company.toml").write_text(text)
    result = run(folder, "configure", "company.toml")
    assert result.returncode == 1
    assert line in result.stderr


def test_what_is_gone_from_the_file_is_removed_and_another_sites_people_stay(folder: Path) -> None:
    other = COMPANY.replace('id = "brightpage"', 'id = "other"').replace(
        'site_id = "brightpage"', 'site_id = "other"'
    )
    (folder / "company.toml").write_text(COMPANY)
    (folder / "other.toml").write_text(other)
    for name in ("company.toml", "other.toml"):
        assert run(folder, "configure", name).returncode == 0
    (folder / "company.toml").write_text(COMPANY.split("[[agents]]", maxsplit=1)[0])
    done = run(folder, "configure", "company.toml")
    assert "Removed agent sales_1 of site brightpage" in done.stdout
    with closing(sqlite3.connect(folder / "lead_followup.db")) as database:
        agents = database.execute("SELECT site_id, id FROM agents WHERE id = 'sales_1'").fetchall()
        users = database.execute("SELECT site_id FROM users WHERE id = 'alex'").fetchall()
    assert agents == [("other", "sales_1")]
    assert sorted(users) == [("brightpage",), ("other",)]


def test_a_page_of_another_domain_is_refused(folder: Path) -> None:
    result = run(folder, "knowledge", "add", "http://127.0.0.1/", "--site", "site_456")
    line = "Error: http://127.0.0.1/ is not of the site's own domain (plumeworks.example.com)."
    assert (result.returncode, result.stderr.strip()) == (1, line)
