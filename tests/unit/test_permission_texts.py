"""Statuses, names, tags and notes that tell of a refusal, and those that do not."""

import pytest

from tools.domain.permission import Cause
from tools.intake.permission import refusal_in_text

# A text, its cause, and the channel if one is meant.
REFUSING = """
Do Not Contact | opted_out
do not contact | opted_out
DO NOT CONTACT!!! | opted_out
DNC | opted_out
dnc | opted_out
Unsubscribed | opted_out
unsubscribed from newsletter | opted_out email
unsubscribed 3 May 2024 | opted_out
Opted Out | opted_out
opted out of email | opted_out email
Opt-out | opted_out
Closed - Opted Out | opted_out
blacklisted | opted_out
Lead blocked | opted_out
Blocklisted | opted_out
Jane Smith - DO NOT CALL | opted_out call
Jane Smith (do not email) | opted_out email
Jane Smith DNC | opted_out
Jane Smith **do not contact** | opted_out
asked us to stop emailing | opted_out email
Asked to be removed from our list | opted_out
please remove me from your mailing list | opted_out email
wants to be removed from the database | opted_out
remove from all lists | opted_out
take me off your list | opted_out
told us never to call again | opted_out call
She asked not to be contacted | opted_out
prefers not to be called | opted_out
does not want to be contacted | opted_out
doesn't want any more emails | opted_out email
doesn't wish to receive marketing | opted_out
call me, do not email | opted_out email
Call only. Don't email. | opted_out email
no calls please | opted_out call
no emails | opted_out email
No marketing | opted_out
do not contact by phone | opted_out call
don't contact him again | opted_out
DON'T CALL HER | opted_out call
do not reach out | opted_out
don't bother them again | opted_out
stop contacting this person | opted_out
STOP | opted_out
no more emails please | opted_out email
never contact again | opted_out
must not be contacted | opted_out
do not text | opted_out sms
no whatsapp | opted_out whatsapp
consent withdrawn | opted_out
withdrew consent in March | opted_out
requested unsubscribe | opted_out
wants to unsubscribe | opted_out
No contactar | opted_out
NO LLAMAR | opted_out call
No molestar | opted_out
no enviar correos | opted_out email
no quiere que le llamen | opted_out call
No desea recibir correos | opted_out email
no quiere recibir más correos | opted_out email
pidió que no le escribamos | opted_out
Nos pidió que dejemos de escribirle | opted_out
pide no ser contactado | opted_out
se ha dado de baja | opted_out
solicitó la baja | opted_out
Baja | opted_out
baja newsletter | opted_out email
quiere que le borremos de la lista | opted_out
Jane Smith - NO LLAMAR | opted_out call
nicht kontaktieren | opted_out
ne pas appeler | opted_out call
não contatar | opted_out
non contattare | opted_out
Bounced | bounced email
email bounced | bounced email
hard bounce | bounced email
mail bounces | bounced email
invalid email | bounced email
Email invalid | bounced email
correo rebotado | bounced email
marked as spam | complained
reported us as spam | complained
complained about our emails | complained email
Deceased | deceased
Deceased - Bob Hill | deceased
Bob Hill (deceased) | deceased
Bob Hill † | deceased
RIP Bob Hill | deceased
R.I.P. | deceased
passed away in June | deceased
Bob died last year | deceased
fallecido | deceased
Falleció en 2022 | deceased
Left company | left_company
Left Company - Q2 | left_company
jane smith (left company) | left_company
Jane Smith (left) | left_company
left the company in June | left_company
has left the company | left_company
No longer with company | left_company
no longer at Fjordline | left_company
no longer works here | left_company
doesn't work there anymore | left_company
Retired | left_company
resigned in May | left_company
She was let go | left_company
changed jobs | left_company
moved to another company | left_company
ex-employee | left_company
Ya no trabaja en la empresa | left_company
dejó la empresa | left_company
jubilado | left_company
Competitor | competitor
competitor | competitor
Jane Smith (competitor) | competitor
works for a competitor | competitor
works at a competitor | competitor
joined a competitor | competitor
is a competitor | competitor
Competidor | competitor
trabaja para la competencia | competitor
Not interested | not_interested
NOT INTERESTED | not_interested
not interested at this time | not_interested
Not Interested - price | not_interested
not interested in our product | not_interested
she said she is not interested | not_interested
isn't interested | not_interested
no longer interested | not_interested
No interesado | not_interested
no está interesada | not_interested
no le interesa | not_interested
No interest | not_interested
said no thanks | not_interested
DUPLICATE Jane Smith | duplicate
Jane Smith (duplicate) | duplicate
Duplicate | duplicate
duplicate of Jane Smith | duplicate
Duplicado | duplicate
please do not call before 9 | unclear call
don't call on Fridays | unclear call
do not contact until June | unclear
no llamar por la tarde | unclear call
wrong person | unclear
wrong number | unclear
Wrong contact | unclear
cease and desist | unclear
do not pursue | unclear
do not use | unclear
asked us to delete her data | unclear
leave me alone | unclear
fake lead | unclear
persona equivocada | unclear
"""
HARMLESS = """
met at fair
Met at the fair, wants a demo
competitor is Zendesk
main competitor: Zendesk
Competitor analysis requested
uses a competitor
currently with a competitor
they are thinking of leaving our competitor
they are thinking of leaving our competitor Zendesk
evaluating two competitors
lost to competitor
left a voicemail
left voicemail
left message
Left a message with reception
left her a message
left VM
left it with Bob
left brochure
LVM, call back
not interested in the enterprise plan
not interested in SEO but in content
very interested
Interested
is interested in the pilot
do not mention price!
don't mention the discount
do not discount
don't call it a pilot
no answer
called, no answer
called twice, did not answer
did not call back
have not called yet
not contacted
Open - Not Contacted
Working - Contacted
Contacted
Attempted to contact
no email yet
no email on file
no phone number
no call scheduled
no reply to emails
no response
no budget this year
no decision yet
not yet decided
not ready
not a fit for the small plan
not sure about timing
doesn't have time
no time
does not use a CRM
they don't email invoices
they do not call their customers
customers do not email us
we did not email her
their CTO left the company
their bounce rate is high
wants a lower unsubscribe rate
too many unsubscribes in their newsletter list
has not opted out
never unsubscribed
not a competitor
no bounce
did not bounce
wants to stop manual reporting
stopped using spreadsheets
we stopped the trial
stop losing leads
rip and replace of the old CRM
duplicate data entry is a pain
duplicate invoices
wants to remove duplicates
removed the old tool
blocked by procurement
blocked by legal until June
waiting for legal
project on hold
On hold
Nurturing
New
Qualified
Customer
Closed - Converted
Closed - Not Converted
Closed Lost
Lost
Disqualified
Unqualified
Dead
Cold
Hot
Bad timing
Recycled
Proposal sent
Negotiation
In progress
Subscribed
subscriber
email subscriber
call on Friday
call before 9
please call after 5
call her mobile
email only
prefers email
prefers phone
prefers email to phone
contact by email
contact in June
follow up in September
follow up next week
send proposal
do send the brochure
call me back
asked for a call
asked us to email the proposal
asked to be called on Monday
wants to be contacted by phone
can be contacted any time
never heard of us
never answers
never mind the price
without budget
invalid VAT number
wrong invoice amounts
bad data quality
wrong forecasts
dead stock
complaints from customers take days
customer complaints
spam filters block their invoices
spam filter
phone system is old
retirement planning product
leads left untouched
50 leads left
two seats left
left handed
signed up for newsletter
requested pricing
Referred by Bob
brother of Jane
VIP
hot lead
partner
tradeshow-2024
newsletter
webinar
Jane Smith
Jane Smith (she/her)
Jane Smith [Acme]
John (Jack) Turner
Bob Stopford
Ana Baja Torres
Tom Blocker
Ripley Jones
Rip Torn
No Mercy Studios
Nota Bene
Do Kwon
Mr. and Mrs. Lee
interesada en la demo
no contesta
no contestó
llamado dos veces, no responde
no contactado
aún no contactado
sin presupuesto
sin respuesta
no tiene tiempo
no hay presupuesto este año
dejó un mensaje
dejé mensaje en el contestador
prioridad baja
baja prioridad
la demanda baja en agosto
llamar el lunes
llamar por la tarde
enviar propuesta
prefiere correo
prefiere WhatsApp
contactar en septiembre
no mencionar el precio
no sabe si le interesa
le interesa la demo
le interesa el producto
su competencia usa Zendesk
usa un competidor
no usa CRM
cliente desde 2019
quiere más información
pidió precios
demasiadas llamadas manuales
datos duplicados en el CRM
facturas duplicadas
quiere dejar de usar Excel
bloqueado por compras
no es urgente
nunca ha usado un CRM
"""


def lines(table: str) -> list[str]:
    """The lines of a table."""
    return table.strip().splitlines()


def telling(text: str) -> str:
    """What a text tells of, as the table writes it."""
    refusal = refusal_in_text(text, "Notes")
    if not refusal:
        return ""
    return f"{refusal.cause} {refusal.channel or ''}".strip()


@pytest.mark.parametrize("line", lines(REFUSING))
def test_a_text_that_refuses_is_understood(line: str) -> None:
    text, expected = (cell.strip() for cell in line.split(" | "))
    assert telling(text) == expected


@pytest.mark.parametrize("text", lines(HARMLESS))
def test_an_ordinary_text_is_let_pass(text: str) -> None:
    assert telling(text) == ""


def test_a_refusal_keeps_its_source_and_its_words() -> None:
    refusal = refusal_in_text("Do Not  Contact", "Lead Status")
    assert refusal
    assert refusal.cause is Cause.OPTED_OUT
    assert refusal.source == "Lead Status"
    assert refusal.words == "Do Not Contact"
