"""The columns of exports and hand-made lists, and the field each fills."""

import json
from pathlib import Path

import pytest

from tests.unit.test_lead_files import leads_of
from tools.lead_files.columns import column_of

COLUMNS = {
    "name": "Full Name; Person - Name; lead_name; Deal - Contact person; Nombre completo; Contact",
    "first_name": "First Name; FirstName; firstname; Given Name; Name / First Name; Vorname",
    "last_name": "Last Name; Apellidos; Family Name; name.lastName; Nachname",
    "company": """
        Company; Company Name for Emails; Company / Account; Account.Name; Organization 1 - Name;
        Deal - Organization; org_name; Associated Company; Empresa; Razón social; Nombre comercial
    """,
    "position": "Title; Job Title; jobtitle; Organization Title; Cargo; Puesto de trabajo; Poste",
    "email": """
        Email; E-mail 1 - Value; Person - Email - Work; Emails / Primary Email; E-mail Address;
        Secondary Email; email_id; Correo electrónico; E-Mail-Adresse; Email(s); Lead: Email;
        What is your e-mail address?; Correo / Email; Company Email
    """,
    "phone": """
        Phone; Mobile No.; mobilephone; MobilePhone; Business Phone 2; Work Direct Phone;
        Phones / Primary Phone Number; Teléfono móvil; Telefon geschäftlich; Company Main Phone;
        WhatsApp Phone Number; Contact Number
    """,
    "linkedin": "LinkedIn; Person Linkedin Url; hs_linkedin_url; linkedinLink.primaryLinkUrl",
    "stage": "Stage; Lead Status; lifecyclestage; Deal - Stage; Etapa; hs_lead_status",
    "source": "Lead Source; Original Source; LeadSource; Origen",
    "country": "Country; Country/Region; Mailing Country; Person - Postal address - Country; País",
    "region": "State/Province; Mailing State; Provincia",
    "timezone": "Time Zone; hs_timezone; Zona horaria",
    "language": "Preferred language; hs_language; Idioma",
    "id": "ID; Lead ID; Record ID; Person - ID; hs_object_id; Contact ID",
    "budget_range": "Budget; Presupuesto",
    "interests": "Products of interest; Intereses",
    "pain_points": "Pain points; Challenges; Necesidades",
}
NONE = """
    Contact Owner; Lead Owner; Account Manager Email; Created By; Owner.Email; OwnerId;
    Assistant's Phone; Manager's Name; Reports To; Comercial; Company Linkedin Url; AccountId;
    Associated Company IDs; Deal - Title; Deal - ID; Deal - Value; Lead Value; Business Fax;
    E-mail Display Name; E-mail 1 - Label; Last Contacted; Email Confidence; IP Country;
    No phone; Is customer; Sam's Email; Department; numemployees; Connected On
"""


def names_in(text: str) -> list[str]:
    return [name.strip() for name in text.split(";")]


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for field in COLUMNS for name in names_in(COLUMNS[field])]
)
def test_a_column_is_read_by_the_meaning_of_its_words(name: str, field: str) -> None:
    assert column_of(name).field == field


@pytest.mark.parametrize("name", names_in(NONE))
def test_a_column_about_somebody_or_something_else_fills_no_field(name: str) -> None:
    assert column_of(name).field is None


def test_a_google_export_of_old_is_read(tmp_path: Path) -> None:
    text = (
        "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title\n"
        "Jane Smith,Jane,Smith,* myContacts,Work,jane@example.com ::: j@example.com,"
        "Mobile,+44 7700 900123 ::: +44 20 7946 0123,Acme,CTO\n"
    )
    [lead] = leads_of(tmp_path, text)
    assert lead.fields == {
        "name": "Jane Smith",
        "email": "jane@example.com",
        "phone": "+447700900123",
        "company": "Acme",
        "position": "CTO",
    }
    assert (lead.other_emails, lead.other_phones) == (("j@example.com",), ("+442079460123",))


def test_an_outlook_export_is_read(tmp_path: Path) -> None:
    text = (
        "Title,First Name,Last Name,Company,Job Title,Business Country/Region,Business Phone,"
        "Assistant's Phone,Mobile Phone,E-mail Address,E-mail Display Name,Manager's Name\n"
        "Ms.,Jane,Smith,Acme,CTO,Norway,+442079460123,+442079460124,,"
        "jane@example.com,Jane Smith,Bob Hill\n"
    )
    [lead] = leads_of(tmp_path, text)
    assert lead.fields["name"] == "Jane Smith"
    assert lead.fields["position"] == "CTO"
    assert lead.fields["phone"] == "+442079460123"
    assert lead.other_phones == ()


def test_the_notes_above_a_linkedin_export_are_passed_over(tmp_path: Path) -> None:
    text = (
        "Notes:\n"
        '"When exporting your connection data, you may notice that some addresses are missing."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Jane,Smith,https://www.linkedin.com/in/jane-smith,,Acme,CTO,01 Mar 2024\n"
    )
    [lead] = leads_of(tmp_path, text)
    assert lead.fields == {
        "name": "Jane Smith",
        "linkedin": "https://www.linkedin.com/in/jane-smith",
        "company": "Acme",
        "position": "CTO",
    }


def test_an_export_of_deals_gives_the_persons(tmp_path: Path) -> None:
    text = (
        "Deal - ID,Deal - Title,Deal - Organization,Deal - Contact person,Deal - Stage,"
        "Deal - Owner,Person - Email - Work,Person - Email - Home,Person - Phone - Mobile\n"
        "7,Acme deal,Acme,Jane Smith,Proposal Made,Sam,,jane@example.com,+447700900123\n"
    )
    [lead] = leads_of(tmp_path, text)
    assert lead.id is None
    assert lead.fields == {
        "name": "Jane Smith",
        "company": "Acme",
        "stage": "Proposal Made",
        "email": "jane@example.com",
        "phone": "+447700900123",
    }


def test_a_status_that_is_an_end_counts_before_the_stage(tmp_path: Path) -> None:
    text = "Person - Name,Person - Email,Deal - Stage,Deal - Status\nJane,j@example.com,Demo,Lost\n"
    [lead] = leads_of(tmp_path, text)
    assert lead.fields["stage"] == "Lost"


SHAPES = {
    "HubSpot": {
        "id": "501",
        "properties": {
            "firstname": "Jane",
            "lastname": "Smith",
            "email": "jane@example.com",
            "mobilephone": "+447700900123",
            "company": "Acme",
            "hubspot_owner_id": "9",
        },
        "archived": False,
    },
    "Pipedrive": {
        "id": 31,
        "name": "Jane Smith",
        "email": [
            {"label": "home", "value": "j@example.net", "primary": False},
            {"label": "work", "value": "jane@example.com", "primary": True},
        ],
        "phone": [{"label": "mobile", "value": "+44 7700 900123", "primary": True}],
        "org_id": {"name": "Acme", "people_count": 2, "value": 5},
        "owner_id": {"id": 1, "name": "Sam", "email": "sam@vendor.example"},
    },
    "a deal of Pipedrive": {
        "id": 7,
        "title": "Acme deal",
        "person_id": {
            "name": "Jane Smith",
            "email": [{"value": "jane@example.com", "primary": True}],
            "phone": [{"value": "+447700900123", "primary": True}],
        },
        "org_name": "Acme",
    },
    "Salesforce": {
        "attributes": {"type": "Lead", "url": "/services/data/v60.0/sobjects/Lead/00Q1"},
        "Id": "00Q1",
        "FirstName": "Jane",
        "LastName": "Smith",
        "Email": "jane@example.com",
        "MobilePhone": "+447700900123",
        "Account": {"attributes": {"type": "Account"}, "Name": "Acme"},
        "Owner": {"Name": "Sam", "Email": "sam@vendor.example"},
    },
    "Zoho": {
        "id": "555",
        "Full_Name": "Jane Smith",
        "Email": "jane@example.com",
        "Mobile": "+447700900123",
        "Account_Name": {"name": "Acme", "id": "9"},
        "Owner": {"name": "Sam", "id": "1", "email": "sam@vendor.example"},
        "Created_By": {"name": "Sam", "email": "sam@vendor.example"},
    },
    "Twenty": {
        "id": "d7a0",
        "name": {"firstName": "Jane", "lastName": "Smith"},
        "emails": {"primaryEmail": "jane@example.com", "additionalEmails": []},
        "phones": {"primaryPhoneNumber": "7700900123", "primaryPhoneCallingCode": "+44"},
        "company": {"id": "c1", "name": "Acme"},
        "createdBy": {"name": "Sam"},
    },
    "Frappe": {
        "name": "CRM-LEAD-2024-00012",
        "lead_name": "Jane Smith",
        "title": "Jane Smith",
        "email_id": "jane@example.com",
        "mobile_no": "+447700900123",
        "company_name": "Acme",
        "lead_owner": "sam@vendor.example",
    },
}


@pytest.mark.parametrize("record", SHAPES.values(), ids=SHAPES)
def test_the_json_of_crms_is_read(tmp_path: Path, record: dict[str, object]) -> None:
    [lead] = leads_of(tmp_path, json.dumps(record), "leads.jsonl")
    assert lead.fields == {
        "name": "Jane Smith",
        "email": "jane@example.com",
        "phone": "+447700900123",
        "company": "Acme",
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"results": [{"name": "Jane"}, {"name": "Bo"}], "paging": {"next": {}}}',
        '{"success": true, "data": [{"name": "Jane"}, {"name": "Bo"}], "more": 1}',
        '{"totalSize": 2,\n "done": true,\n "records": [\n{"name": "Jane"},\n{"name": "Bo"}]}',
        '{"data": {"people": [{"name": "Jane"}, {"name": "Bo"}]}}',
        '{\n  "name": "Jane"\n}\n{\n  "name": "Bo"\n}\n',
    ],
)
def test_the_wrapper_of_an_answer_is_passed_over(tmp_path: Path, text: str) -> None:
    leads = leads_of(tmp_path, text, "leads.json")
    assert [lead.fields["name"] for lead in leads] == ["Jane", "Bo"]


def test_a_value_of_a_wrong_type_costs_its_field_alone(tmp_path: Path) -> None:
    record = {
        "email": "jane@example.com",
        "company": ["a", "b"],
        "position": True,
        "stage": ["new"],
    }
    [lead] = leads_of(tmp_path, json.dumps(record), "leads.jsonl")
    assert lead.fields == {"email": "jane@example.com", "stage": "new"}
