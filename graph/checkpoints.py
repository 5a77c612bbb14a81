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
    """LangGraph's own, in a file beside the SQLite database; None where nothing is paid for, or on a server.

    The playbook's steps take milliseconds: to run them again is cheaper than to keep them.
    """
    paid = {settings.model, settings.reviewing_model} != {"playbook"}
    file = settings.sqlite_file
    if not paid or file is None:
        yield None
        return
    async with AsyncSqliteSaver.from_conn_string(str(Path(f"{file}.steps"))) as saver:
        yield saver
