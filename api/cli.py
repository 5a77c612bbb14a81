"""The command line: lead-followup demo | serve | configure | knowledge | import | follow-up | migrate | evals."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from api import cli_knowledge
from api.terminal import console, run, settings_or_exit, stop

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=__doc__ and "Turns a sales lead into a reviewed follow-up sequence.",
)
app.add_typer(cli_knowledge.app, name="knowledge")
EXAMPLE: Final = Path(__file__).parent / "example_request.json"


@app.command()
def demo() -> None:
    """Make a fresh demo database, send the example request to the API, and print the sequence."""
    from api.demo import run_demo

    database = Path("lead_followup_demo.db").absolute()
    for old in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    settings = settings_or_exit(DATABASE_URL=f"sqlite:///{database}", demo=True)
    run_demo(settings, json.loads(EXAMPLE.read_text(encoding="utf-8")), console)
    console.print(Text(f"Saved in {os.path.relpath(database)}. `lead-followup serve --demo` serves the API."))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo data into a database that is new.")] = False,
) -> None:
    """Serve the API."""
    import uvicorn

    from api.app import create_app
    from api.observing import set_up_log

    settings = settings_or_exit(**({"demo": True} if demo else {}))
    set_up_log(settings)
    uvicorn.run(create_app(settings), host=host, port=port, log_config=None)


@app.command()
def configure(
    file: Annotated[
        Path,
        typer.Argument(
            help="A TOML file with [[sites]], [[users]], [[agents]] and [[products]].", exists=True, dir_okay=False
        ),
    ],
) -> None:
    """Write your sites, sales representatives, agents and products, over those with the same ids."""
    from api.site_setup import write_site_file

    data = run(write_site_file(settings_or_exit(), file))
    console.print(", ".join(f"{len(values)} {name}" for name, values in data._asdict().items()) + " written.")


@app.command("import")
def import_leads(
    file: Annotated[Path, typer.Argument(help="A CSV or JSON lines file.", exists=True, dir_okay=False)],
    site: Annotated[str, typer.Option(help="The id of the site whose leads these are.")],
) -> None:
    """Take leads from a CSV or JSON lines file; rows that cannot be read are reported, the others kept."""
    from api.importing import import_file

    kept, bad = run(import_file(settings_or_exit(), file, site))
    for row in bad:
        console.print(Text(f"line {row.line}: {row.reason}", style="yellow"))
    console.print(f"{kept} leads imported, {len(bad)} rows left out.")
    if bad:
        raise typer.Exit(2)


@app.command("follow-up")
def follow_up(
    lead_id: Annotated[str, typer.Argument(help="The lead to follow up with.")],
    site: Annotated[
        str | None, typer.Option(help="The lead's site, where several sites have a lead of this id.")
    ] = None,
    type: Annotated[str | None, typer.Option(help="The type of the first touch, for example email.")] = None,
) -> None:
    """Create a lead's follow-up sequence and print it."""
    from api.one_lead import run_one_lead
    from api.timeline import print_command

    command = run(run_one_lead(settings_or_exit(), lead_id, site, type))
    print_command(console, command)


@app.command()
def migrate(
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo data if the database is new.")] = False,
) -> None:
    """Bring the database to this version's schema."""
    from tools.db.demo import prepare
    from tools.db.migrate import migrate as upgrade

    url = settings_or_exit().database_url
    upgrade(url)
    prepare(url, demo=demo)
    console.print("The database is at this version's schema.")


evals = typer.Typer(no_args_is_help=True, help="Runs over the eval leads.")
app.add_typer(evals, name="evals")


@evals.command()
def compare(
    before: Annotated[Path, typer.Argument(help="The records of one run.", exists=True, dir_okay=False)],
    after: Annotated[Path, typer.Argument(help="The records of another.", exists=True, dir_okay=False)],
) -> None:
    """Compare two runs: their figures, and each lead whose outcome differs."""
    from api import evals as runs

    try:
        records = {path.name: runs.read(path) for path in (before, after)}
    except ValueError as error:
        stop(str(error))
    typer.echo(runs.table({name: runs.row_of(kept) for name, kept in records.items()}))
    for line in runs.changed(records[before.name], records[after.name]):
        typer.echo(line)


if __name__ == "__main__":
    sys.exit(app())
