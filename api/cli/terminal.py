"""What every command of the command line shares: the console, the settings, and how an error is
told.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from tools.db.engine import SessionsPerLoop
from tools.db.ready import open_sessions
from tools.db.url import shown_url
from tools.errors import DatabaseUnavailable, LeadFollowUpError
from tools.settings import Settings, unknown_variables

T = TypeVar("T")
console = Console(highlight=False)


def read_settings(**changes: Any) -> Settings:
    """The settings, after a warning for each unknown variable; a wrong one ends the program."""
    for sentence in unknown_variables():
        print_line(f"Warning: {sentence}", style="yellow")
    return or_stop(Settings, **changes)


def sessions_for(settings: Settings) -> SessionsPerLoop:
    """Sessions on the configured database."""
    return or_stop(open_sessions, settings.database_url, demo=settings.demo)


def or_stop(act: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """What `act` brings; an error that the user can be told is told in a line, and ends the
    program.
    """
    try:
        return act(*arguments, **options)
    except DatabaseUnavailable:
        stop(database_away(Settings().database_url))
    except LeadFollowUpError as error:
        stop(str(error))


def database_away(url: str) -> str:
    """What to look at when the database does not answer."""
    return (
        f"DATABASE_URL: {shown_url(url)} cannot be reached; "
        "expected a server that is up, and the right host, port, user, password and database."
    )


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work brings; errors as `or_stop` tells them."""

    def act() -> T:
        return asyncio.run(work)

    return or_stop(act)


def stop(message: str) -> NoReturn:
    """Ends the program with an error."""
    print_line(f"Error: {message}", style="red")
    raise typer.Exit(1)


def print_line(message: str, *, style: str) -> None:
    """A line on standard error."""
    Console(stderr=True, highlight=False).print(Text(message, style=style), soft_wrap=True)
