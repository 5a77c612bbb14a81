"""What every command of the command line shares: the console, the settings, and how an error is told."""

import asyncio
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from tools.errors import LeadFollowUpError
from tools.settings import Settings

T = TypeVar("T")
console = Console(highlight=False)


def settings_or_exit(**changes: Any) -> Settings:
    try:
        return Settings(**changes)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        stop("The settings cannot be read. " + " ".join(faults))


def tell_error(message: str) -> None:
    Console(stderr=True, highlight=False).print(Text(f"Error: {message}", style="red"), soft_wrap=True)


def stop(message: str) -> NoReturn:
    tell_error(message)
    raise typer.Exit(1)


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work brings; an error that the user can be told is told, and ends the program."""
    try:
        return asyncio.run(work)
    except LeadFollowUpError as error:
        stop(str(error))
