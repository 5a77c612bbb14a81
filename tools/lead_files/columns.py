"""The column names that CRM exports and hand-made lists use, and the field of a lead each fills."""

import re
from typing import Final

from tools.text import fold_to_ascii

ALIASES: Final = {
    "id": "id, lead id, record id, contact id, person id, external id, identificador",
    "name": """
        name, full name, lead name, contact name, person name, nombre completo, nombre y apellidos
    """,
    "first_name": "first name, firstname, given name, nombre",
    "last_name": "last name, lastname, surname, family name, apellido, apellidos",
    "company": """
        company, company name, associated company, organization, organisation, organization name,
        account, account name, empresa, compañia
    """,
    "position": "position, job title, title, role, cargo, puesto",
    "email": """
        email, e-mail, email address, mail, person email, work email, correo, correo electronico
    """,
    "phone": """
        phone, phone number, mobile, mobile phone, mobile phone number, telephone, person phone,
        work phone, telefono, movil
    """,
    "linkedin": "linkedin, linkedin url, linkedin profile, perfil de linkedin",
    "stage": "stage, lead stage, lifecycle stage, deal stage, lead status, status, etapa, estado",
    "source": "source, lead source, original source, origin, origen, fuente",
    "language": "language, preferred language, lang, idioma",
    "timezone": "timezone, time zone, zona horaria",
    "country": "country, country region, pais",
    "region": "region, state, province, provincia, comunidad autonoma",
    "pain_points": "pain points, pains, challenges, problems, needs, necesidades, problemas",
    "interests": """
        interests, product interest, products, products of interest, intereses, productos
    """,
    "budget_range": "budget, budget range, presupuesto",
    "opted_out": """
        opted out, opt out, unsubscribed, do not contact, unsubscribed from all email,
        baja, no contactar
    """,
    "consent": "consent",
    "no_email": "has opted out of email, email opt out, hasoptedoutofemail",
    "no_call": "do not call, donotcall, no llamar",
}


def column_key(name: str) -> str:
    """A column's name without case, accents, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]", "", fold_to_ascii(name))


_FIELDS: Final = {
    column_key(alias): field for field, aliases in ALIASES.items() for alias in aliases.split(",")
}


def field_of(column: str) -> str | None:
    """The field a column fills; None for one we do not use."""
    return _FIELDS.get(column_key(column))
