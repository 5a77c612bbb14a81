"""`lead-followup knowledge`: add, list, remove."""

from typing import Annotated

import typer
from rich.text import Text

from api.terminal import console, run, settings_or_exit

app = typer.Typer(no_args_is_help=True, help="What a site knows: the facts its follow-ups may use.")
SiteOption = Annotated[str, typer.Option("--site", help="The id of the site.")]


@app.command()
def add(
    sources: Annotated[
        list[str],
        typer.Argument(help="Markdown or text files; pages or a sitemap (.xml) of the site's own domain."),
    ],
    site: SiteOption,
) -> None:
    """Learn from files, pages or a sitemap; what was learnt from the same source before is replaced."""
    from api import knowledge

    settings = settings_or_exit()
    for source in sources:
        for added in run(knowledge.add(settings, source, site)):
            before = f", in place of {added.replaced}" if added.replaced else ""
            console.print(Text(f"{added.source}: {added.passages} passages{before}"))


@app.command("list")
def list_sources(site: SiteOption) -> None:
    """What a site has learnt from, and how many passages each source gave."""
    from api import knowledge

    sources = run(knowledge.listed(settings_or_exit(), site))
    for source, count in sources:
        console.print(Text(f"{source}: {count} passages"))
    if not sources:
        console.print(f"Site {site} has learnt nothing yet.")


@app.command()
def remove(
    source: Annotated[str, typer.Argument(help="A source as `knowledge list` names it.")], site: SiteOption
) -> None:
    """Forget what was learnt from a source."""
    from api import knowledge

    gone = run(knowledge.remove(settings_or_exit(), source, site))
    console.print(Text(f"{source}: {gone} passages removed."))
