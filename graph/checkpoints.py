"""Where the graph's finished steps are kept while a command runs, so that a crash pays no model call twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from tools.settings import Settings


@asynccontextmanager
async def open_checkpointer(settings: Settings) -> AsyncIterator[BaseCheckpointSaver[Any] | None]:
    """LangGraph's own, in a file beside the SQLite database, or, on a server's, in the working directory.

    None where nothing is paid for: the playbook's steps take milliseconds, so to run them again is cheaper.
    """
    if {settings.model, settings.reviewing_model} == {"playbook"}:
        yield None
        return
    file = settings.sqlite_file or "lead_followup.db"
    async with AsyncSqliteSaver.from_conn_string(str(Path(f"{file}.steps"))) as saver:
        await saver.setup()
        await saver.conn.execute("PRAGMA synchronous=NORMAL")  # outlives the process, if not a power cut, without fsync
        yield saver
