"""The command line: lead-followup demo | serve | configure | knowledge | leads | import |
do-not-contact | follow-up | settings | migrate.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from api.cli import knowledge, leads, permissions
from api.cli.terminal import console, or_stop, read_settings, run, sessions_for
from tools.db.url import shown_url
from tools.domain.caller import LOCAL
from tools.settings import Settings, variable_name
from tools.version import VERSION

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Turns a sales lead into a reviewed follow-up sequence.",
)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(leads.app, name="leads")
leads.app.command("show")(permissions.show)
leads.app.command("opt-out")(permissions.record_opt_out)
leads.app.command("opt-in")(permissions.record_opt_in)
app.add_typer(permissions.app, name="do-not-contact")
app.command("import")(leads.import_file)
EXAMPLE: Final = Path(__file__).parent.parent / "example_request.json"
DEMO_DATABASE: Final = "lead_followup_demo.db"


def show_version(requested: bool) -> None:
    if requested:
        console.print(f"lead-followup {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Turns a sales lead into a reviewed follow-up sequence."""


@app.command()
def demo() -> None:
    """Make a fresh demo database, send the example request to the API, and print the sequence."""
    read_settings()
    from api.cli.demo import run_demo

    database = Path(DEMO_DATABASE).absolute()
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    settings = Settings(DATABASE_URL=f"sqlite:///{database}", demo=True)
    run_demo(settings, json.loads(EXAMPLE.read_text(encoding="utf-8")), console)
    console.print(f"Saved in {DEMO_DATABASE}. To serve it:")
    command = f"DATABASE_URL=sqlite:///{DEMO_DATABASE} {called_as()} serve"
    console.print(Text(command), soft_wrap=True)


def called_as() -> str:
    """How this program was called: by its name where the PATH has it, else by its path."""
    program = Path(sys.argv[0])
    if shutil.which(program.name) == str(program):
        return program.name
    return os.path.relpath(program)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that serve.", min=1, max=64)] = 1,
    root_path: Annotated[
        str, typer.Option(help="The prefix a proxy serves it under, such as /leads.")
    ] = "",
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the demo data into a database that is new.")
    ] = False,
) -> None:
    """Serve the API."""
    if demo:
        os.environ["LEAD_FOLLOWUP_DEMO"] = "true"  # for the processes that serve
    settings = read_settings()
    from api.cli.serve import run_server

    run_server(settings, host=host, port=port, workers=workers, root_path=root_path)


@app.command()
def configure(
    file: Annotated[
        Path,
        typer.Argument(
            help="A TOML file with \\[\\[sites]], \\[\\[users]], \\[\\[agents]] and "
            "\\[\\[products]].",
            exists=True,
            dir_okay=False,
        ),
    ],
) -> None:
    """Write your sites with their sales representatives, agents and products, and remove what is
    gone from the file.
    """
    from api.actions.sites import configure_sites
    from tools.site_file import read_site_file

    sessions = sessions_for(read_settings())
    data = or_stop(read_site_file, file)
    removed = run(configure_sites(sessions=sessions, caller=LOCAL, data=data))
    counts = (f"{len(values)} {name}" for name, values in data._asdict().items())
    console.print(", ".join(counts) + " written.")
    for name in removed:
        console.print(Text(f"Removed {name}, which the file no longer has."))


@app.command("follow-up")
def follow_up(
    lead_id: Annotated[str, typer.Argument(help="The lead to follow up with.")],
    site: Annotated[
        str | None,
        typer.Option(help="The lead's site, where several sites have a lead of this id."),
    ] = None,
    type: Annotated[
        str | None, typer.Option(help="The type of the first touch, for example email.")
    ] = None,
) -> None:
    """Create a lead's follow-up sequence and print it."""
    settings = read_settings()
    from api.cli.follow_up import make_sequence
    from api.cli.printing import print_command

    command = run(make_sequence(settings, lead_id=lead_id, site_id=site, type=type))
    print_command(console, command)


@app.command("settings")
def show_settings() -> None:
    """Show the settings as they are read, without secrets, or what is wrong with them."""
    settings = read_settings()
    for field in Settings.model_fields:
        value = getattr(settings, field)
        if field == "database_url":
            value = shown_url(value)
        console.print(Text(f"{variable_name(field)}={'' if value in (None, ()) else value}"))
    if {settings.model, settings.reviewing_model} != {"playbook"}:
        from api.cli.follow_up import warn_of
        from graph.workflow import open_models

        run(warn_of(open_models(settings)))


@app.command()
def migrate(
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the demo data if the database is new.")
    ] = False,
) -> None:
    """Bring the database to this version's schema."""
    from tools.db.ready import make_ready

    or_stop(make_ready, read_settings().database_url, demo=demo, upgrade=True)
    console.print("The database is at this version's schema.")
