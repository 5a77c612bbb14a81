"""`lead-followup knowledge`: add, list, remove."""

from typing import Annotated

import typer
from rich.text import Text

from api.actions.knowledge import add_knowledge, list_knowledge, remove_knowledge
from api.cli.terminal import console, read_settings, run, sessions_for
from tools.domain.caller import LOCAL

app = typer.Typer(no_args_is_help=True, help="What a site knows: the facts its follow-ups may use.")
SiteOption = Annotated[str, typer.Option("--site", help="The id of the site.")]


@app.command()
def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Markdown or text files; pages or a sitemap (.xml) of the site's own domain."
        ),
    ],
    site: SiteOption,
) -> None:
    """Learn from files, pages or a sitemap; what was learnt from the same source before is
    replaced.
    """
    sessions = sessions_for(read_settings())
    for address in sources:
        work = add_knowledge(sessions=sessions, caller=LOCAL, address=address, site_id=site)
        for added in run(work):
            replaced = f", in place of {added.replaced}" if added.replaced else ""
            console.print(Text(f"{added.source}: {added.passages} passages{replaced}"))


@app.command("list")
def list_sources(site: SiteOption) -> None:
    """What a site has learnt from, and how many passages each source gave."""
    sessions = sessions_for(read_settings())
    sources = run(list_knowledge(sessions=sessions, caller=LOCAL, site_id=site))
    for source, count in sources:
        console.print(Text(f"{source}: {count} passages"))
    if not sources:
        console.print(f"Site {site} has learnt nothing yet.")


@app.command()
def remove(
    source: Annotated[str, typer.Argument(help="A source as `knowledge list` names it.")],
    site: SiteOption,
) -> None:
    """Forget what was learnt from a source."""
    sessions = sessions_for(read_settings())
    work = remove_knowledge(sessions=sessions, caller=LOCAL, source=source, site_id=site)
    console.print(Text(f"{source}: {run(work)} passages removed."))
