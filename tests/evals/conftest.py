"""What the evals' tests share: runs that take seconds, made once for all of pytest's workers."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.options import Models
from tests.evals import trials
from tests.evals.attack_trial import Trial
from tests.evals.report import Record
from tests.evals.run import MEDIOCRE, PLAYBOOK, STRONG
from tests.evals.writers import records_by, replay_records

Run = Callable[[], Awaitable[Any]]
PATIENCE_S = 300  # for another worker's run


def _once(folder: Path, name: str, run: Run) -> Any:
    """The run's result, as JSON in a folder of all workers: whoever comes first makes it."""
    file, claim = folder / f"{name}.json", folder / f"{name}.claim"
    try:
        claim.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + PATIENCE_S
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    else:
        whole = folder / f"{name}.part"
        whole.write_text(json.dumps(asyncio.run(run())), encoding="utf-8")  # type: ignore[arg-type]
        whole.rename(file)
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this test run have."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@pytest.fixture(scope="session")
def records(shared_folder: Path) -> dict[str, list[Record]]:
    """What the playbook and the recorded models wrote, judged."""

    async def write() -> dict[str, list[Record]]:
        return {
            PLAYBOOK: await records_by(Models()),
            STRONG: await replay_records("strong", reviewed=True),
            MEDIOCRE: await replay_records("mediocre", reviewed=False),
        }

    by_writer: dict[str, list[Record]] = _once(shared_folder, "records", write)
    return by_writer


@pytest.fixture(scope="session")
def attack_trials(shared_folder: Path) -> list[Trial]:
    """What became of the attacks and inventions."""
    return [Trial(*fields) for fields in _once(shared_folder, "trials", trials.attack_trials)]
