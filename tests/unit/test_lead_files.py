"""Lead files as people and CRMs write them."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.lead import Lead
from tools.domain.vocabulary import Channel
from tools.errors import InvalidRequest
from tools.lead_files.reader import BadRow, read_leads


def read(tmp_path: Path, text: str | bytes, name: str = "leads.csv") -> list[Lead | BadRow]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_leads(path, "site_1"))


def test_a_hubspot_export_is_read(tmp_path: Path) -> None:
    text = (
        "Record ID,First Name,Last Name,Email,Phone Number,"
        "Company Name,Job Title,Lifecycle Stage,Country/Region\n"
        "1001,Jane,Smith,jane@example.com,+1 415 555 0132,"
        "Acme Inc.,Marketing Director,Lead,United States\n"
    )
    [lead] = read(tmp_path, text)
    assert isinstance(lead, Lead)
    assert (lead.id, lead.name, lead.company, lead.country) == (
        "1001",
        "Jane Smith",
        "Acme Inc.",
        "United States",
    )


def test_a_salesforce_export_keeps_refusals(tmp_path: Path) -> None:
    text = (
        "Lead ID;FirstName;LastName;Company;Title;HasOptedOutOfEmail;DoNotCall\n"
        "00Q1;Jo;Day;Acme;CEO;true;0\n"
    )
    [lead] = read(tmp_path, text)
    assert isinstance(lead, Lead)
    assert [refusal.channel for refusal in lead.refusals] == [Channel.EMAIL]


def test_a_spanish_list_in_windows_encoding_is_read(tmp_path: Path) -> None:
    text = (
        "Nombre;Apellidos;Empresa;Teléfono;Intereses\n"
        "Lucía;Peña;Cerámicas Tajo;910000123;facturas, informes\n"
    )
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
        'name,email,notes\nJane,jane@example.com,"two\nlines"\n'
        "Bo,not-an-address,\n,,only a note\nAl,al@example.com,\n"
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


def test_a_doubtful_refusal_is_left_for_a_person(tmp_path: Path) -> None:
    [row] = read(tmp_path, "name,email,unsubscribed\nJane,jane@example.com,maybe\n")
    assert row == BadRow(2, "unsubscribed: expected yes or no")
    [row] = read(
        tmp_path, "name,email,unsubscribed,do not contact\nJane,jane@example.com,yes,maybe\n"
    )
    assert row == BadRow(2, "do not contact: expected yes or no")


@pytest.mark.parametrize("cells", ["no,yes", "yes,no"])
def test_one_refusal_among_several_columns_is_enough(tmp_path: Path, cells: str) -> None:
    text = f"name,email,unsubscribed,do not contact\nJane,jane@example.com,{cells}\n"
    [lead] = read(tmp_path, text)
    assert isinstance(lead, Lead)
    assert [refusal.channel for refusal in lead.refusals] == [None]


def test_consent_by_channel_is_kept(tmp_path: Path) -> None:
    row = {
        "name": "Jane",
        "email": "jane@example.com",
        "consent": {"whatsapp": True, "email": False},
    }
    [lead] = read(tmp_path, json.dumps(row), "leads.jsonl")
    assert isinstance(lead, Lead)
    assert [refusal.channel for refusal in lead.refusals] == [Channel.EMAIL]
    assert [consent.channel for consent in lead.consents] == [Channel.WHATSAPP]


def test_the_first_column_with_a_value_counts(tmp_path: Path) -> None:
    [lead] = read(
        tmp_path, "name,phone,mobile,email,email\nJane, ,+14155550132,jane@example.com,\n"
    )
    assert isinstance(lead, Lead)
    assert (lead.phone, lead.email) == ("+14155550132", "jane@example.com")


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
    first, jane, al, last = read(tmp_path, text)
    assert isinstance(jane, Lead)
    assert isinstance(al, Lead)
    assert isinstance(first, BadRow)
    assert isinstance(last, BadRow)
    assert (jane.name, first.line, last.line) == ("Smith, Jane", 2, 5)


def test_a_quoted_word_in_a_cell_is_read_as_it_stands(tmp_path: Path) -> None:
    jane, bo = read(tmp_path, 'name,company\nJane,"Acme" Inc.\nBo, "Pine, Ltd."\n')
    assert isinstance(jane, Lead)
    assert isinstance(bo, Lead)
    assert (jane.company, bo.company) == ("Acme Inc.", "Pine, Ltd.")


def test_a_broken_element_of_an_array_loses_no_good_one(tmp_path: Path) -> None:
    text = (
        '[{"name": "Jane"},\n{"name": oops},\n{"name": "Bo"}, 7,\n'
        '{"name": "open},\n{"name": "Al"}\n]\n'
    )
    rows_read = read(tmp_path, text, "leads.json")
    assert [lead.name for lead in rows_read if isinstance(lead, Lead)] == ["Jane", "Bo", "Al"]
    assert [row.line for row in rows_read if isinstance(row, BadRow)] == [2, 3, 4]


def test_a_long_array_is_read_in_stretches(tmp_path: Path) -> None:
    rows = [
        {"name": f"Lead {number}", "email": f"lead{number}@example.com"} for number in range(5_000)
    ]
    rows_read = read(tmp_path, json.dumps(rows, indent=1), "leads.json")
    names = [lead.name for lead in rows_read if isinstance(lead, Lead)]
    assert names == [row["name"] for row in rows]


def test_the_same_lead_twice_in_one_line_is_told(tmp_path: Path) -> None:
    _, second = read(tmp_path, '[{"name": "Jane"}, {"name": "Jane"}]', "leads.json")
    assert second == BadRow(1, "the same lead stands in line 1 already")


def test_an_accent_late_in_a_windows_file_is_read(tmp_path: Path) -> None:
    rows = [f"Lead {number},lead{number}@example.com" for number in range(4_000)]
    lead = read(
        tmp_path, "\n".join(["name,email", *rows, "Peña,pena@example.com"]).encode("cp1252")
    )[-1]
    assert isinstance(lead, Lead)
    assert lead.name == "Peña"


def test_one_wrong_byte_garbles_no_other_row(tmp_path: Path) -> None:
    text = (
        "name,email\nPeña,p@example.com\n".encode()
        + b"R\xe9my,r@example.com\n"
        + "Søren,s@example.com".encode()
    )
    pena, remy, soren = read(tmp_path, text)
    assert isinstance(pena, Lead)
    assert isinstance(remy, BadRow)
    assert isinstance(soren, Lead)
    assert (pena.name, soren.name) == ("Peña", "Søren")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_marked_encodings_and_every_delimiter_are_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = "Nombre,Correo\nLucía,lucia@example.com\n".replace(",", delimiter)
    [lead] = read(tmp_path, text.encode(encoding))
    assert isinstance(lead, Lead)
    assert (lead.name, lead.email) == ("Lucía", "lucia@example.com")


def test_a_reason_names_the_column_as_the_file_does(tmp_path: Path) -> None:
    [row] = read(tmp_path, "Nombre;Correo\nLucía;lucia\n")
    assert row == BadRow(2, "Correo: expected an address such as jane@example.com")


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
    names = [lead.name for lead in rows_read if isinstance(lead, Lead)]
    assert names == [f"Lead, {number}" for number, row in enumerate(rows) if row is None]


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
    emails = [lead.email for lead in rows_read if isinstance(lead, Lead)]
    assert emails == [f"lead{number}@example.com" for number, (_, good) in enumerate(rows) if good]
