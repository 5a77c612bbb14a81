"""What the README says is true."""

import json
import re
import subprocess

import httpx

from api.errors import STATUSES
from graph.workflow import graph
from tests.processes import BIN, CHECKOUT
from tools.settings import Settings

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_picture_is_drawn_from_the_code() -> None:
    assert graph.get_graph().draw_mermaid().strip() in section("The graph")


def test_the_layout_is_the_tree() -> None:
    tree = section("Layout").split("```")[1]
    folder = ""
    for line in tree.strip().splitlines():
        folder = line.split()[0] if line[0] != " " else folder
        for name in re.findall(r"\b[a-z_]+(?:\.py|/)", line):
            assert (CHECKOUT / name).exists() or (CHECKOUT / folder / name).exists(), name


def test_the_configuration_table_names_every_setting_and_its_default() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", section("Configuration"), re.MULTILINE))
    fields = Settings.model_fields
    names = {
        field.validation_alias or f"LEAD_FOLLOWUP_{name.upper()}": field
        for name, field in fields.items()
    }
    assert set(rows) == set(names)
    for name, field in names.items():
        if field.default not in (None, False, ()):
            assert str(field.default).removesuffix(".0") in rows[str(name)]


def test_the_table_of_errors_names_every_code() -> None:
    table = section("One request")
    assert all(re.search(rf"\b{code}\b", table) for code in STATUSES)


def test_the_make_commands_are_there() -> None:
    help_text = subprocess.run(
        ["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    for command in set(re.findall(r"make ([a-z]+)`", README)):
        assert f"make {command} " in help_text


def test_the_command_line_has_the_commands_it_says() -> None:
    program = [str(BIN / "lead-followup"), "--help"]
    help_text = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert all(
        command in help_text for command in ("demo", "serve", "import", "follow-up", "migrate")
    )


async def test_the_request_is_answered_with_the_keys_shown(client: httpx.AsyncClient) -> None:
    body = re.search(r"-d '(\{.*?\})'", section("One request"))
    assert body
    answer = await client.post("/api/agents/sales/leadFollowUp", json=json.loads(body[1]))
    sample = json.loads(section("One request").split("```json\n")[1].split("```")[0])
    assert set(sample["data"]) == set(answer.json()["data"])
    assert set(sample["data"]["follow_ups"][0]) == set(answer.json()["data"]["follow_ups"][0])
    assert set(sample["data"]["follow_ups"][0]["metadata"]) == set(
        answer.json()["data"]["follow_ups"][0]["metadata"]
    )
