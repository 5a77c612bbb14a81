"""A command as a person would like to read it in a terminal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

Json = dict[str, Any]
CHANNELS: Final = {
    "email": "E-mail",
    "call": "Call",
    "meeting": "Meeting",
    "linkedin_message": "LinkedIn message",
    "video_message": "Video message",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
}
ROLES: Final = {"sales_manager": "Sales manager", "customer_success": "Customer success"}


def print_command(console: Console, command: Json) -> None:
    """The body of GET /api/commands/{id}: the timeline, the reviews of each round, the outcome."""
    follow_ups = command["targets"][0]["follow_ups"] if command["targets"] else []
    if command.get("situation"):
        console.print(Text(f"Where things stand: {command['situation']['because']}"))
    if command.get("plan_reason"):
        console.print(Text(f"The plan: {command['plan_reason']}"))
    for follow_up in follow_ups:
        console.print(_touch(follow_up))
    for record in command["rounds"]:
        _print_round(console, record)
    console.print(
        f"\n[bold]{command['status'].replace('_', ' ').capitalize()}[/]: {len(follow_ups)} "
        f"follow-ups, "
        f"written by {command['drafted_by']}, command {command['command_id']}"
    )


def _touch(follow_up: Json) -> RenderableType:
    when = datetime.fromisoformat(follow_up["scheduled_for"]).astimezone(ZoneInfo("UTC"))
    metadata = follow_up["metadata"]
    parts: list[RenderableType] = [
        Text(follow_up["subject"], style="bold"),
        Text(),
        Text(follow_up["content"]),
    ]
    if follow_up["script"]:
        parts += [Text("\nScript", style="bold"), Text(follow_up["script"])]
    parts += [
        Text("\nNext steps", style="bold"),
        *(Text(f"- {step}") for step in metadata["next_steps"]),
    ]
    stands_on = ", ".join(f"{fact['source']}" for fact in metadata["facts"])
    parts.append(Text(f"\nStands on: {stands_on or 'no fact about the lead'}", style="dim"))
    parts += [Text(line, style="dim") for line in _origin(metadata)]
    channel = CHANNELS.get(follow_up["type"], follow_up["type"])
    status = follow_up["status"].replace("_", " ")
    title = f"{metadata['sequence_position']}. {when:%a %d %b %Y, %H:%M} UTC - {channel} ({status})"
    return Panel(
        Group(*parts),
        title=title,
        title_align="left",
        subtitle=metadata["template_used"],
        subtitle_align="right",
    )


def _origin(metadata: Json) -> Iterator[str]:
    """Who wrote a touch, where it was not the playbook or not as planned, and why it waits."""
    if metadata["drafted_by"] != "playbook":
        yield f"Written by {metadata['drafted_by']}"
    if metadata["fallback"]:
        yield f"Written by the playbook: {metadata['fallback']}"
    if metadata["hold"]:
        yield f"Waits for a person: {metadata['hold']}"


def _print_round(console: Console, record: Json) -> None:
    changed = record["changed"]
    touches = ", ".join(map(str, changed)) or "-"
    wrote = f"round {record['round']}: {record['drafted_by']} wrote touch {touches}"
    console.print(Text(f"\nReview, {wrote}", style="bold"))
    if record.get("fallback"):
        console.print(Text(f"  The playbook took over: {record['fallback']}"))
    for change in record.get("changes", ()):
        console.print(
            Padding(
                Text(f"touch {change['position']}, {change['field']}: {change['diff']}"),
                (0, 0, 0, 2),
            )
        )
    for review in record["reviews"]:
        opinion = "approves" if review["verdict"] == "approve" else "sends it back"
        status = "" if review["status"] == "done" else " (its model could not be reached)"
        console.print(
            Text(f"  {ROLES[review['role']]} ({review['reviewed_by']}) {opinion}{status}")
        )
        for finding in review["findings"]:
            console.print(Padding(Text(f"- {_finding(finding)}"), (0, 0, 0, 4)))


def _finding(finding: Json) -> str:
    """A finding in a line; position 0 is the sequence as a whole."""
    quotes = ", ".join(repr(quote) for quote in finding["quotes"])
    words = f" ({quotes})" if quotes else ""
    place = "the sequence"
    if finding["position"]:
        place = f"touch {finding['position']}, {finding['field']}"
    severity = "" if finding["severity"] == "revise" else f"{finding['severity']}: "
    return f"{severity}{place} {finding['problem']}{words}; right: {finding['remedy']}"
