"""The house as the README draws it: packages, files, words."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("graph", "agents", "tools", "api")
FILES = [
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
]
BANNED = re.compile(r"utils|helpers|common|(?<!s)core|base|manager|service|misc")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_imported_are_the_ones_of_this_checkout(package: str) -> None:
    module = importlib.import_module(package)
    assert Path(str(module.__file__)).parent == ROOT / package


@pytest.mark.parametrize("package", PACKAGES)
def test_a_program_started_elsewhere_gets_our_packages_too(package: str, tmp_path: Path) -> None:
    code = f"import {package}; print({package}.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).parent == ROOT / package


def test_every_module_says_in_a_line_what_it_is() -> None:
    dumb = [
        path
        for path in FILES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert dumb == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    names = {path.stem for path in FILES} - {"sales_manager"}
    assert [name for name in names if BANNED.search(name)] == []


def test_no_test_patches() -> None:
    word = "mock" + ".patch"
    assert [path for path in (ROOT / "tests").rglob("*.py") if word in path.read_text()] == []


def test_the_top_level_is_the_users_own() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    folders = {path.split("/")[0] for path in tracked if "/" in path}
    assert folders <= {"graph", "agents", "tools", "api", "tests", ".ci", ".github"}
