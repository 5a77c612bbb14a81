"""Lead files as people and CRMs write them."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain import Channel, Lead
from tools.errors import InvalidRequest
from tools.lead_files import BadRow, read_leads


def read(tmp_path: Path, text: str | bytes, name: str = "leads.csv") -> list[Lead | BadRow]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_leads(path, "site_1"))


def test_a_hubspot_export_is_read(tmp_path: Path) -> None:
    text = (
        "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title,Lifecycle Stage,Country/Region\n"
        "1001,Jane,Smith,jane@example.com,+1 415 555 0132,Acme Inc.,Marketing Director,Lead,United States\n"
    )
    [lead] = read(tmp_path, text)
    assert isinstance(lead, Lead)
    assert (lead.id, lead.name, lead.company, lead.country) == ("1001", "Jane Smith", "Acme Inc.", "United States")


def test_a_salesforce_export_keeps_refusals(tmp_path: Path) -> None:
    text = "Lead ID;FirstName;LastName;Company;Title;HasOptedOutOfEmail;DoNotCall\n00Q1;Jo;Day;Acme;CEO;true;0\n"
    [lead] = read(tmp_path, text)
    assert isinstance(lead, Lead)
    assert lead.consent == {Channel.EMAIL: False}


def test_a_spanish_list_in_windows_encoding_is_read(tmp_path: Path) -> None:
    text = "Nombre;Apellidos;Empresa;Teléfono;Intereses\nLucía;Peña;Cerámicas Tajo;910000123;facturas, informes\n"
    [lead] = read(tmp_path, text.encode("cp1252"))
    assert isinstance(lead, Lead)
    assert (lead.name, lead.interests) == ("Lucía Peña", ("facturas", "informes"))


def test_json_lines_and_an_array_give_the_same_leads(tmp_path: Path) -> None:
    rows = [
        {"name": "Jane", "email": "jane@example.com", "pain_points": ["a", "b"]},
        {"name": "Bo", "phone": 4155550132},
    ]
    lines = read(tmp_path, "\n".join(map(json.dumps, rows)), "leads.jsonl")
    assert lines == read(tmp_path, json.dumps(rows, indent=2), "leads.json")
    assert all(isinstance(lead, Lead) for lead in lines)


def test_a_bad_row_is_told_with_its_line_and_loses_no_good_one(tmp_path: Path) -> None:
    text = (
        'name,email,notes\nJane,jane@example.com,"two\nlines"\nBo,not-an-address,\n,,only a note\nAl,al@example.com,\n'
    )
    jane, bo, nobody, al = read(tmp_path, text)
    assert isinstance(jane, Lead)
    assert isinstance(al, Lead)
    assert bo == BadRow(4, "email: expected an address such as jane@example.com")
    assert isinstance(nobody, BadRow)
    assert nobody.line == 5


def test_a_second_row_for_the_same_lead_names_the_first(tmp_path: Path) -> None:
    _, second = read(tmp_path, "name,email\nJane,jane@example.com\nJ. Smith,JANE@example.com\n")
    assert second == BadRow(3, "the same lead stands in line 2 already")


def test_the_same_lead_twice_in_one_line_is_told(tmp_path: Path) -> None:
    _, second = read(tmp_path, '[{"name": "Jane"}, {"name": "Jane"}]', "leads.json")
    assert second == BadRow(1, "the same lead stands in line 1 already")


def test_a_doubtful_refusal_is_left_for_a_person(tmp_path: Path) -> None:
    [row] = read(tmp_path, "name,email,unsubscribed\nJane,jane@example.com,maybe\n")
    assert row == BadRow(2, "unsubscribed: expected yes or no")
    [row] = read(tmp_path, "name,email,unsubscribed,do not contact\nJane,jane@example.com,yes,maybe\n")
    assert row == BadRow(2, "do not contact: expected yes or no")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x00\x00", b"colour,shape\nred,round\n"])
def test_a_file_that_holds_no_leads_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read(tmp_path, content)


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["C"]), max_size=20), st.booleans()), max_size=20))
def test_every_good_row_comes_out_whatever_stands_between(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, bool]]
) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["name", "email"])
    for number, (name, good) in enumerate(rows):
        writer.writerow([name, f"lead{number}@example.com" if good else f"@{number}"])
    found = read(tmp_path_factory.mktemp("leads"), table.getvalue())
    emails = [lead.email for lead in found if isinstance(lead, Lead)]
    assert emails == [f"lead{number}@example.com" for number, (_, good) in enumerate(rows) if good]
