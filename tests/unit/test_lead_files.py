"""Lead files as people and CRMs write them: rows, cells and what becomes of broken ones."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import InvalidRequest
from tools.lead_files.lead_rows import BadRow, ImportedLead, LeadRow
from tools.lead_files.phones import phones_in
from tools.lead_files.reader import LeadFile


def rows_of(tmp_path: Path, text: str | bytes, name: str = "leads.csv") -> list[LeadRow | BadRow]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(LeadFile(path, country="GB"))


def read(tmp_path: Path, text: str | bytes, name: str = "leads.csv") -> list[ImportedLead | BadRow]:
    """The leads and bad rows of a file."""
    rows = rows_of(tmp_path, text, name)
    return [row.lead if isinstance(row, LeadRow) else row for row in rows]


def leads_of(tmp_path: Path, text: str | bytes, name: str = "leads.csv") -> list[ImportedLead]:
    """The leads of a file, where every row is one."""
    leads = []
    for row in read(tmp_path, text, name):
        assert isinstance(row, ImportedLead), row
        leads.append(row)
    return leads


def names_of(rows: list[ImportedLead | BadRow]) -> list[str | None]:
    return [row.fields.get("name") for row in rows if isinstance(row, ImportedLead)]


def lines_left_out(rows: list[ImportedLead | BadRow]) -> list[int]:
    return [row.line for row in rows if isinstance(row, BadRow)]


def test_a_hubspot_export_is_read(tmp_path: Path) -> None:
    text = (
        "Record ID,First Name,Last Name,Email,Phone Number,"
        "Company Name,Job Title,Lifecycle Stage,Country/Region\n"
        "1001,Jane,Smith,jane@example.com,+1 415 555 0132,"
        "Acme Inc.,Marketing Director,Lead,United States\n"
    )
    [lead] = leads_of(tmp_path, text)
    assert lead.id == "1001"
    assert lead.fields == {
        "name": "Jane Smith",
        "email": "jane@example.com",
        "phone": "+14155550132",
        "company": "Acme Inc.",
        "position": "Marketing Director",
        "stage": "Lead",
        "country": "United States",
    }


def test_a_spanish_list_in_windows_encoding_is_read(tmp_path: Path) -> None:
    text = (
        "Nombre;Apellidos;Empresa;Teléfono;Intereses\n"
        "Lucía;Peña;Cerámicas Tajo;910000123;facturas, informes\n"
    )
    [lead] = leads_of(tmp_path, text.encode("cp1252"))
    assert lead.fields["name"] == "Lucía Peña"
    assert lead.fields["interests"] == ("facturas", "informes")
    assert lead.fields["phone"] == "910000123"  # of no country that is known


def test_json_lines_and_an_array_give_the_same_leads(tmp_path: Path) -> None:
    rows = [
        {"name": "Jane", "email": "jane@example.com", "pain_points": ["a", "b"]},
        {"name": "Bo", "phone": 4155550132},
    ]
    lines = leads_of(tmp_path, "\n".join(map(json.dumps, rows)), "leads.jsonl")
    assert lines == leads_of(tmp_path, json.dumps(rows, indent=2), "leads.json")


def test_a_bad_row_is_told_with_its_line_and_loses_no_good_one(tmp_path: Path) -> None:
    text = (
        'name,email,notes\nJane,jane@example.com,"two\nlines"\n'
        "Bo,not-an-address,\n,,only a note\nAl,al@example.com,\n"
    )
    rows = rows_of(tmp_path, text)
    jane, bo, nobody, al = rows
    assert isinstance(jane, LeadRow)
    assert isinstance(al, LeadRow)
    assert bo == BadRow(
        4,
        "email: expected an address such as jane@example.com",
        ["Bo", "not-an-address", ""],
        ("name", "email", "notes"),
    )
    assert isinstance(nobody, BadRow)
    assert nobody.line == 5


def test_a_broken_address_is_left_out_where_somebody_can_be_reached(tmp_path: Path) -> None:
    [row] = rows_of(tmp_path, "name,email,phone\nJane,jane@example..com,+442079460123\n")
    assert isinstance(row, LeadRow)
    assert row.lead.fields == {"name": "Jane", "phone": "+442079460123"}
    assert row.left_out == (("email", "expected an address such as jane@example.com"),)


def test_a_second_row_for_the_same_lead_names_the_first(tmp_path: Path) -> None:
    _, same, other = read(
        tmp_path,
        "name,email\nJane Smith,jane@example.com\njane smith,JANE@example.com\n"
        "Bo,jane@example.com\n",
    )
    assert isinstance(same, BadRow)
    assert same.reason == "the same lead stands in line 2 already"
    assert isinstance(other, BadRow)
    assert other.reason == "the same lead stands in line 2 already, by another name"


def test_a_second_row_for_the_same_lead_adds_what_the_first_has_not(tmp_path: Path) -> None:
    _, row = rows_of(
        tmp_path,
        "name,email,phone,company\nJane,jane@example.com,,Acme\n"
        "Jane,jane@example.com,+442079460123,Other\n",
    )
    assert isinstance(row, LeadRow)
    assert (row.repeats, row.lead.fields) == (2, {"phone": "+442079460123"})


def test_the_first_column_with_a_value_counts_and_the_others_are_kept(tmp_path: Path) -> None:
    [lead] = leads_of(
        tmp_path,
        "name,phone,home phone,mobile,email,email\n"
        "Jane, +442079460123,,+14155550132,jane@example.com,j@example.com\n",
    )
    assert (lead.fields["phone"], lead.fields["email"]) == ("+14155550132", "jane@example.com")
    assert lead.other_phones == ("+442079460123",)
    assert lead.other_emails == ("j@example.com",)


def test_what_is_absent_or_a_placeholder_is_no_field(tmp_path: Path) -> None:
    [lead] = leads_of(
        tmp_path, "name,email,company,country,phone\n#N/A,jane@example.com,-,N/A,none\n"
    )
    assert lead.fields == {"email": "jane@example.com"}


@pytest.mark.parametrize(
    "broken",
    [
        '"Bo,bo@example.com',
        '"Bo,"bo@example.com"',
        "x" * 140_000 + ",bo@example.com",
        "Bo,b\x00o@example.com",
    ],
    ids=["open quotation mark", "quotation mark in a cell", "cell over the limit", "NUL byte"],
)
def test_a_broken_row_takes_no_row_behind_it_along(tmp_path: Path, broken: str) -> None:
    text = f'name,email\n{broken}\n"Smith, Jane",jane@example.com\nAl,al@example.com\n{broken}\n'
    rows = read(tmp_path, text)
    assert names_of(rows) == ["Smith, Jane", "Al"]
    assert lines_left_out(rows) == [2, 5]


def test_a_quoted_word_in_a_cell_is_read_as_it_stands(tmp_path: Path) -> None:
    jane, bo = leads_of(tmp_path, 'name,company\nJane,"Acme" Inc.\nBo, "Pine, Ltd."\n')
    assert (jane.fields["company"], bo.fields["company"]) == ("Acme Inc.", "Pine, Ltd.")


def test_a_broken_element_of_an_array_loses_no_good_one(tmp_path: Path) -> None:
    text = (
        '[{"name": "Jane"},\n{"name": oops},\n{"name": "Bo"}, 7,\n'
        '{"name": "open},\n{"name": "Al"}\n]\n'
    )
    rows = read(tmp_path, text, "leads.json")
    assert names_of(rows) == ["Jane", "Bo", "Al"]
    assert lines_left_out(rows) == [2, 3, 4]


def test_a_long_array_is_read_in_stretches(tmp_path: Path) -> None:
    rows = [
        {"name": f"Lead {number}", "email": f"lead{number}@example.com"} for number in range(5_000)
    ]
    leads = read(tmp_path, json.dumps(rows, indent=1), "leads.json")
    assert names_of(leads) == [row["name"] for row in rows]


def test_the_same_lead_twice_in_one_line_is_told(tmp_path: Path) -> None:
    _, second = read(tmp_path, '[{"name": "Jane"}, {"name": "Jane"}]', "leads.json")
    assert isinstance(second, BadRow)
    assert second.reason == "the same lead stands in line 1 already"


def test_an_accent_late_in_a_windows_file_is_read(tmp_path: Path) -> None:
    rows = [f"Lead {number},lead{number}@example.com" for number in range(4_000)]
    text = "\n".join(["name,email", *rows, "Peña,pena@example.com"])
    assert leads_of(tmp_path, text.encode("cp1252"))[-1].fields["name"] == "Peña"


def test_one_wrong_byte_garbles_no_other_cell(tmp_path: Path) -> None:
    text = (
        "name,email\nPeña,p@example.com\n".encode()
        + b"R\xe9my,r@example.com\n"
        + "Søren,s@example.com".encode()
    )
    rows = rows_of(tmp_path, text)
    assert names_of(read(tmp_path, text)) == ["Peña", None, "Søren"]
    assert isinstance(rows[1], LeadRow)
    assert [cell.column for cell in rows[1].left_out] == ["name"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_is_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = "Nombre,Correo\nLucía,lucia@example.com\n".replace(",", delimiter)
    [lead] = leads_of(tmp_path, text.encode(encoding))
    assert lead.fields == {"name": "Lucía", "email": "lucia@example.com"}


def test_a_reason_names_the_column_as_the_file_does(tmp_path: Path) -> None:
    [row] = read(tmp_path, "Nombre;Correo\nLucía;lucia\n")
    assert isinstance(row, BadRow)
    assert row.reason == "Correo: expected an address such as jane@example.com"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x00\x00", b"colour,shape\nred,round\n"])
def test_a_file_that_holds_no_leads_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read(tmp_path, content)


BROKEN = [
    '"Bo,bo@example.com',
    '"Bo,"bo@example.com',
    "Bo,b\x00@example.com",
    "Bo,not-an-address",
    "a,b,c",
    ",",
    "",
]


@given(st.lists(st.sampled_from([None, *BROKEN]), max_size=20))
def test_no_broken_row_takes_a_good_one_along(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str | None]
) -> None:
    lines = [
        f'"Lead, {number}",lead{number}@example.com' if row is None else row
        for number, row in enumerate(rows)
    ]
    rows_read = read(tmp_path_factory.mktemp("leads"), "\n".join(["name,email", *lines]))
    names = [f"Lead, {number}" for number, row in enumerate(rows) if row is None]
    assert names_of(rows_read) == names


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["C"]), max_size=20), st.booleans()),
        max_size=20,
    )
)
def test_every_good_row_comes_out_whatever_stands_between(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, bool]]
) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["name", "email"])
    for number, (name, good) in enumerate(rows):
        writer.writerow([name, f"lead{number}@example.com" if good else f"@{number}"])
    rows_read = read(tmp_path_factory.mktemp("leads"), table.getvalue())
    emails = [row.fields["email"] for row in rows_read if isinstance(row, ImportedLead)]
    assert emails == [f"lead{number}@example.com" for number, (_, good) in enumerate(rows) if good]


@pytest.mark.parametrize("cell", ["Fax: 020 7946 0175", "+44 20 7946 0176 (old, do not use)"])
def test_a_number_that_is_marked_as_none_to_call_is_left_out(cell: str) -> None:
    numbers = phones_in(cell, "GB")
    assert numbers.phones == ()
    assert numbers.fault
