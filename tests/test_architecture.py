"""The house as the README draws it: packages, files, words, imports, version."""

import ast
import asyncio
import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from api.actions.sites import configure_sites
from tools.db.ready import make_ready, open_sessions
from tools.domain.caller import LOCAL
from tools.site_file import read_site_file
from tools.version import VERSION

ROOT = Path(__file__).parent.parent
PACKAGES = ("graph", "agents", "tools", "api")
FILES = [
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
]
BANNED = re.compile(r"utils|helpers|common|(?<!s)core|base|manager|service|misc")


def output_of(code: str, folder: Path) -> str:
    """What a program of Python prints that is started in a folder with no settings."""
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_imported_are_the_ones_of_this_checkout(package: str) -> None:
    module = importlib.import_module(package)
    assert Path(str(module.__file__)).parent == ROOT / package


@pytest.mark.parametrize("package", PACKAGES)
def test_a_program_started_elsewhere_gets_our_packages_too(package: str, tmp_path: Path) -> None:
    path = output_of(f"import {package}; print({package}.__file__)", tmp_path)
    assert Path(path).parent == ROOT / package


# What makes a command line slow to start, and no command needs that only reads a file.
HEAVY = {"graph", "langgraph", "langchain_openai", "openai", "fastapi", "uvicorn"}
COMPANY = """
[[sites]]
id = "brightpage"
name = "Brightpage"
"""
LEADS = "id,name,email\nlead_1,Jane Smith,jane@example.com\n"
IMPORTS = """
import sys
from api.cli.app import app
app({arguments!r}, standalone_mode=False)
print(sorted({heavy!r} & sys.modules.keys()))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["knowledge", "list", "--help"],
        ["migrate"],
        ["configure", "company.toml"],
        ["import", "leads.csv", "--site", "brightpage"],
        ["knowledge", "add", "about.md", "--site", "brightpage"],
        ["knowledge", "list", "--site", "brightpage"],
    ],
    ids=" ".join,
)
def test_a_command_that_only_reads_a_file_does_not_import_the_graph(
    arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "company.toml").write_text(COMPANY)
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "about.md").write_text("# About\n\nContent automation drafts posts.\n")
    configure_sites_of(tmp_path)
    output = output_of(IMPORTS.format(arguments=arguments, heavy=HEAVY), tmp_path)
    assert output.splitlines()[-1] == "[]"


def configure_sites_of(folder: Path) -> None:
    """Writes the sites of company.toml into the database that a command finds in the folder."""
    url = f"sqlite:///{folder}/lead_followup.db"
    make_ready(url)
    data = read_site_file(folder / "company.toml")

    async def configure() -> None:
        sessions = open_sessions(url)
        await configure_sites(sessions=sessions, caller=LOCAL, data=data)

    asyncio.run(configure())


def test_every_module_says_in_a_line_what_it_is() -> None:
    modules = [path for path in FILES if path.stat().st_size]
    silent = [path for path in modules if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    names = {path.stem for path in FILES} - {"sales_manager"}
    assert [name for name in names if BANNED.search(name)] == []


def test_no_test_patches() -> None:
    word = "mock" + ".patch"
    assert [path for path in (ROOT / "tests").rglob("*.py") if word in path.read_text()] == []


def test_the_top_level_is_the_users_own() -> None:
    paths = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {path.split("/")[0] for path in paths if "/" in path}
    assert folders <= {"graph", "agents", "tools", "api", "tests", ".ci", ".github"}


def test_the_top_of_the_changelog_is_this_version_or_what_comes_after_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    if titles[0] == "Unreleased":
        titles = titles[1:]
    assert titles[0] == project["version"]


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    quoted = f'"{project["version"]}"'
    assert [path for path in FILES if quoted in path.read_text(encoding="utf-8")] == []


def test_every_file_that_the_guide_for_contributors_names_is_there() -> None:
    guide = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:api|graph|agents|tools|tests)/[\w./*]+)`", guide)
    names = [path for path in paths if "NAME" not in path]
    assert [path for path in names if not list(ROOT.glob(path))] == []
    assert len(names) > 20


def pins(name: str) -> dict[str, str]:
    """Package -> version, of a file of requirements."""
    lines = (ROOT / name).read_text().splitlines()
    matches = (re.match(r"([\w.-]+)(?:\[.*\])?==([^ ;\\]+)", line) for line in lines)
    return {match[1].lower(): match[2] for match in matches if match}


def test_the_constraints_for_pip_are_what_was_tested() -> None:
    constraints, tested = pins("constraints.txt"), pins("requirements.lock")
    assert len(constraints) > 50
    assert constraints.items() <= tested.items()
