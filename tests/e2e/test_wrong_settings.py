"""Whatever is set wrongly, each command says so in one line, and what would be right."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.processes import BIN

COMMANDS = {
    "demo": ("demo",),
    "serve": ("serve", "--port", "0"),
    "configure": ("configure", "company.toml"),
    "knowledge": ("knowledge", "list", "--site", "s"),
    "import": ("import", "leads.csv", "--site", "s"),
    "follow-up": ("follow-up", "lead_789"),
    "settings": ("settings",),
    "migrate": ("migrate",),
}
FAULTS = {
    "nonsense": ("DATABASE_URL", "nonsense", "is no database URL"),
    "another database": ("DATABASE_URL", "mysql://leads@127.0.0.1/leads", "mysql is not supported"),
    "no file": ("DATABASE_URL", "sqlite://", "names no file"),
    "an unknown parameter": ("DATABASE_URL", "postgresql://h/leads?colour=red", "colour"),
    "a model": ("LEAD_FOLLOWUP_MODEL", "gpt", "openai:NAME"),
    "a review model": ("LEAD_FOLLOWUP_REVIEW_MODEL", "openai:", "openai:NAME"),
    "a number": ("LEAD_FOLLOWUP_WAIT_S", "soon", "expected a number"),
    "a number too small": ("LEAD_FOLLOWUP_SLOTS", "0", "greater than or equal to 1"),
    "a level": ("LEAD_FOLLOWUP_LOG_LEVEL", "LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    "an address": ("OPENAI_BASE_URL", "localhost", "http://"),
    "a key": ("OPENAI_API_KEY", "two words", "one word"),
}
# What the database itself has to be asked for; settings only reads, and demo has a database of its
# own.
DATABASE_FAULTS = {
    "a folder": ("sqlite:///{folder}/folder", "cannot be written"),
    "a folder that is not there": ("sqlite:///{folder}/nowhere/leads.db", "cannot be written"),
    "a file that is no database": ("sqlite:///{folder}/leads.csv", "is no SQLite database"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "company.toml").write_text('[[sites]]\nid = "s"\nname = "S"\n')
    (tmp_path / "leads.csv").write_text("name,email\n" + "Jane Smith,jane@example.com\n" * 20)
    (tmp_path / "folder").mkdir()
    return tmp_path


def run(folder: Path, arguments: tuple[str, ...], **env: str) -> tuple[int, list[str]]:
    """(exit code, the lines of standard error)."""
    done = subprocess.run(
        [str(BIN / "lead-followup"), *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ["demo", "serve", "import", "settings"])
def test_a_wrong_setting_is_told_in_a_line(folder: Path, command: str, fault: str) -> None:
    name, value, words = FAULTS[fault]
    code, lines = run(folder, COMMANDS[command], **{name: value})
    assert (code, len(lines)) == (1, 1), lines
    assert lines[0].startswith(f"Error: {name}: ")
    assert words in lines[0]
    assert "expected" in lines[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_reads_its_settings_before_anything_else(folder: Path, command: str) -> None:
    code, lines = run(folder, COMMANDS[command], LEAD_FOLLOWUP_MODEL="gpt")
    assert (code, len(lines)) == (1, 1), lines


@pytest.mark.parametrize("fault", DATABASE_FAULTS)
@pytest.mark.parametrize("command", ["serve", "configure", "follow-up", "migrate"])
def test_a_database_that_cannot_be_used_is_told_in_a_line(
    folder: Path, command: str, fault: str
) -> None:
    url, words = DATABASE_FAULTS[fault]
    code, lines = run(folder, COMMANDS[command], DATABASE_URL=url.format(folder=folder))
    assert (code, len(lines)) == (1, 1), lines
    assert lines[0].startswith("Error: DATABASE_URL: ")
    assert words in lines[0]


@pytest.mark.parametrize("command", ["configure", "import", "follow-up", "migrate"])
def test_a_server_that_does_not_answer_is_told_in_a_line(folder: Path, command: str) -> None:
    url = "postgresql://leads:secret@127.0.0.1:1/leads"
    code, lines = run(folder, COMMANDS[command], DATABASE_URL=url)
    assert (code, len(lines)) == (1, 1), lines
    assert "postgresql://leads:***@127.0.0.1:1/leads cannot be reached" in lines[0]


def test_a_port_in_use_is_told_with_the_option_that_helps(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, lines = run(folder, ("serve", "--port", port))
    assert (code, len(lines)) == (1, 1), lines
    assert f"Port {port}" in lines[0]
    assert "--port" in lines[0]


def test_a_host_that_is_not_there_is_told(folder: Path) -> None:
    code, lines = run(folder, ("serve", "--port", "0", "--host", "host.invalid"))
    assert (code, len(lines)) == (1, 1), lines


def test_a_name_that_is_no_setting_is_warned_of(folder: Path) -> None:
    code, lines = run(folder, COMMANDS["settings"], LEAD_FOLLOWUP_SLOT="3")
    assert code == 0
    meant = "Warning: LEAD_FOLLOWUP_SLOT is no setting; did you mean LEAD_FOLLOWUP_SLOTS?"
    assert lines == [meant]
