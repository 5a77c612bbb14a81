"""A fresh clone of this checkout, in which the README's commands run as a newcomer types them."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.processes import BIN, CHECKOUT


def fresh_clone(folder: Path) -> Path:
    """HEAD in a folder of its own, with a `.venv` as `make` makes it."""
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)
    _make_venv(clone)
    return clone


def _make_venv(clone: Path) -> None:
    """An environment with the clone's own packages and, not installed again, all others of ours."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], cwd=clone, check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = clone / ".venv" / "lib" / version / "site-packages"
    (packages / "clone.pth").write_text(f"{clone}\n{sysconfig.get_path('purelib')}\n")
    for program in ("langgraph", "lead-followup"):
        lines = (BIN / program).read_text(encoding="utf-8").splitlines(keepends=True)
        copy = clone / ".venv" / "bin" / program
        copy.write_text(f"#!{clone}/.venv/bin/python\n{''.join(lines[1:])}", encoding="utf-8")
        copy.chmod(0o755)
    (clone / ".venv" / ".ready").touch()  # newer than what it is made from: make leaves it alone


def in_nothing_set(clone: Path, *command: str) -> list[str]:
    """The command, with nothing in its environment but PATH and HOME."""
    path = os.environ["PATH"]
    return ["/usr/bin/env", "-i", f"PATH={path}", f"HOME={clone.parent}", *command]
