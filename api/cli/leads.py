"""`lead-followup leads`: import."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from api.cli.import_progress import ImportProgress
from api.cli.terminal import console, or_stop, read_settings, run, sessions_for, stop
from tools.domain.caller import LOCAL
from tools.lead_files.report import (
    ImportReport,
    bad_row_lines,
    column_lines,
    left_out_lines,
)
from tools.lead_files.report_file import ReportFile

app = typer.Typer(no_args_is_help=True, help="Leads: import them, and say who may be contacted.")
MAX_LINES: Final = 50  # of each kind that are shown
ROWS_LEFT_OUT: Final = 2  # how the program ends where rows were left out


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV or JSON file.", exists=True, dir_okay=False)],
    site: Annotated[str, typer.Option(help="The id of the site whose leads these are.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be imported, and write nothing.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            help="A CSV file to write: every row as it came, with line, result and reason.",
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Take leads from a CSV or JSON file, and tell how it was read; rows that cannot be read are
    reported, the others kept.
    """
    from api.actions.leads import import_leads

    if report and report.resolve() == file.resolve():
        stop("The report would take the place of the leads: give it another name.")
    sessions = sessions_for(read_settings())
    with ExitStack() as stack:
        progress = stack.enter_context(ImportProgress())
        watchers = [progress.count]
        if report:
            watchers.append(stack.enter_context(or_stop(ReportFile, report)).write)
        result = run(
            import_leads(
                sessions=sessions,
                caller=LOCAL,
                path=file,
                site_id=site,
                now=datetime.now(UTC),
                dry_run=dry_run,
                watchers=watchers,
            )
        )
    print_report(result, dry_run=dry_run)
    if result.bad:
        raise typer.Exit(ROWS_LEFT_OUT)


@app.command()
def delete(
    lead_id: Annotated[str, typer.Argument(help="The lead.")],
    site: Annotated[str, typer.Option(help="The id of its site.")],
) -> None:
    """Delete a lead with its interactions, commands and follow-ups; what it refused is kept."""
    from api.actions.leads import delete_lead

    sessions = sessions_for(read_settings())
    run(delete_lead(sessions=sessions, caller=LOCAL, site_id=site, lead_id=lead_id))
    console.print("Deleted.")


def print_report(report: ImportReport, *, dry_run: bool) -> None:
    """How the columns were read, what was left out, and how many leads there are."""
    _print_lines("Columns", column_lines(report.columns), len(report.columns))
    _print_lines("Left out of rows that were kept", left_out_lines(report.incomplete_rows))
    _print_lines("Rows left out", bad_row_lines(report.bad_rows), report.bad)
    if report.repeats:
        console.print(f"{report.repeats} rows add to a lead that stands before them.")
    if report.refusals:
        console.print(f"{report.refusals} rows say that somebody is not to be contacted.")
    verb = "would be imported" if dry_run else "imported"
    console.print(f"{report.leads} leads {verb}, {report.bad} rows left out.")


def _print_lines(title: str, lines: Iterable[str], total: int = 0) -> None:
    """The first lines below a title; nothing where there are none."""
    lines = iter(lines)
    first = list(islice(lines, MAX_LINES))
    if not first:
        return
    console.print(Text(f"{title}:"))
    for line in first:
        console.print(Text(f"  {line}"), soft_wrap=True)
    others = max(total - len(first), sum(1 for _ in lines))
    if others:
        console.print(f"  and {others} more: --report FILE has every row.")
