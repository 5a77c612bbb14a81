"""What leads need, as it may be said to them, and what colleagues noted for each other."""

import pytest

from agents.playbook.needs import NoteRule, need_in, needs_in, note_rule_for, note_rules

NEEDS = """
slow reports | manual entry | reporting & dashboards | R&D costs
lack of visibility into pipeline | too many spreadsheets | time-consuming content creation
measuring ROI | no overview of who writes what | too many approval rounds
campaigns in two languages | keeping the tone consistent across 14 brands
we spend too much time on reports | REPORTS TAKE DAYS TO PUT TOGETHER
coordinating editorial plans between regions | translations that arrive late
50% of posts are never published | Salesforce integration | HubSpot | Instagram | Excel
high churn | customer churn | low conversion rates | poor data quality | duplicate data
duplicate data entry | data silos | no single source of truth | no automation | no visibility
no central calendar | no tracking of calls | missed calls | slow response times | late invoices
late payments | overdue invoices | cash flow forecasting | expense approval | contract management
contract renewals | budget planning | budget tracking | price comparisons | pricing errors
supplier onboarding | vendor lock-in | customer complaints | high support volume
call center queues | email deliverability | spam complaints | lead qualification | lead generation
lead gen | lost leads | scaling | growth | hiring | recruiting | staff turnover
employee onboarding | training new staff | compliance | GDPR | audit preparation | legacy systems
outdated CRM | shadow IT | security | downtime | manual processes | paperwork
customs paperwork | inventory accuracy | stockouts | forecasting demand | shipping delays
high shipping costs | returns | quality control | approval loops | approvals take weeks
communication between teams | collaboration | remote work | team alignment | siloed teams
inconsistent branding | brand consistency | SEO | paid ads performance | attribution | proving ROI
time to market | time tracking | scheduling | no-shows | missed deadlines | too much admin
reduce costs | increase sales | improve customer retention | to save time
needs to automate invoicing | want better dashboards | looking for a faster way to report
struggling with churn | having trouble with data imports | how to measure ROI
need to cut response times | generate more leads | get paid faster | meet deadlines
keep up with demand | find qualified staff | lack of time | lack of staff | not enough leads
not enough time for content | increase in churn | process delays | document chaos
onboard customers faster | find documents | finish month-end close | multi-channel attribution
B2B lead scoring | ERP migration | facturas que se pierden | cuadrar el almacén a fin de mes
falta de personal | cobros que se retrasan | previsión de la demanda
el inventario no coincide con la tienda | informes lentos | entrada manual de datos
reducir costes | mejorar la eficiencia | aumentar ventas | automatizar facturación
demasiadas hojas de cálculo | demasiados correos | sin visibilidad del stock
falta de visibilidad | procesos manuales | control de gastos | rotación de personal
atención al cliente lenta | llamadas perdidas | gestión de contratos | control de presupuesto
captación de clientes | fidelización | retrasos en entregas | necesitan reducir costes
problemas con las devoluciones | tiempos de respuesta | cumplimiento del RGPD
duplicidad de datos | coordinación entre equipos | papeleo | no tenemos visión global
medir el retorno | conseguir más leads | facturación electrónica | conciliación bancaria
gestión documental | planificación de turnos | Reporting &amp; dashboards | R&amp;D costs
Manual processes (see call 3/4) | losing 20k/month on manual entry | lead gen / demand gen
problem solving across teams | issue tracking
"""
NOTES = """
None at the moment | none | None. | nothing | Nothing yet | no pain | No pains
no pain points identified | no current needs | No problem | no known issues | not known
not specified yet | not discussed | Not sure | not yet clear | N/A | n/a at this time | - | ?
TBC | tbd in call | to be discussed | to be discovered | ask on call | see above
see notes from Bob | see CRM | check notes | refer to call notes | other | Other reasons | various
misc | general | unknown | pain unknown | unclear | pain | needs | Pain points | yes | no
price | pricing | cost | too expensive | very expensive | pricey | thinks it's too expensive
discount | wants discount | 20% discount | asked for a discount | demo | wants a demo
needs a trial | pilot requested | quote requested | needs quote by Friday | send proposal | budget
no budget | No budget until Q3 | budget frozen | budget tight | budget approved | limited budget
not a decision maker | needs approval from boss | boss won't approve | CFO needs to approve
CEO hates vendors | VP is leaving | their CTO left | he is annoying | she is rude | rude owner
cheap | stingy owner | difficult customer | difficult person | bad payer | late payer
does not pay on time | bankrupt | going bankrupt | insolvency | layoffs | big layoffs in March
lawsuit | being sued | tax audit | fraud case | merger | acquired by Globex | divorce
going through a divorce | wife is ill | pregnant | maternity leave | cancer | personal problems
retiring soon | not interested | Not Interested right now | no interest | lost interest
not a fit | bad fit | bad timing | just looking | tire kicker | low priority | hot lead
competitor customer | uses Zendesk, unhappy | unhappy with us | unhappy with our support
complaints about our product | angry with us | had a bad experience with us | hates our product
wants refund | contract ends in June | contract with Zendesk until 2026 | current vendor: Zendesk
renewal in May | do not mention price | don't call | do not email | never discuss budget
call back in June | email him | follow up next week | send brochure | ask about budget
invite to webinar | be careful with CEO | careful: lawyer | wants to talk to sales | wants to meet
wants to speak to a human | wants to think about it | needs time | needs to think
needs to check with team | has no time | no time | doesn't have time | too busy | busy
interested in product | interested | curious | asked for references | asked for case studies
asked to call back | said maybe | promised to call | mentioned Bob | referred by Bob
friend of Bob | met at fair | left voicemail | no answer | Bob is a pain | Bob (CFO) difficult
nice guy | likes golf | drinks a lot | Who decides? | What is the budget? | ninguno
ninguna necesidad | sin problemas | nada | no aplica | no especificado | por definir | ver notas
otros | desconocido | precio | muy caro | caro | descuento | quiere descuento | pide demo
quiere una demo | sin presupuesto | no tiene presupuesto | presupuesto congelado | jefe difícil
cliente pesado | moroso | en quiebra | despidos | demanda judicial | divorcio | embarazada
enfermo | no interesado | no le interesa | sin interés | competencia | usa competidor
contrato hasta junio | no llamar | no mencionar precio | llamar en junio | enviar propuesta
quiere hablar con una persona | quiere pensarlo | no tiene tiempo | sin tiempo | pidió referencias
dijo que no | el jefe no quiere | descontento con nosotros | problemas con nuestro producto
¿quién decide? | cheap boss, wants discount | CEO is difficult to work with
Bob (their CFO) is a pain | they are thinking of leaving our competitor Zendesk
customer complaints about you | Current vendor contract ends in June | Why is our reporting slow?
I hate spreadsheets | <b>none</b>
"""


def texts(table: str) -> list[str]:
    """The texts in a table, between upright lines and line breaks."""
    return [text.strip() for text in table.strip().replace("\n", "|").split("|")]


@pytest.mark.parametrize("text", texts(NEEDS))
def test_a_need_is_kept(text: str) -> None:
    assert len(needs_in(text)) == 1


@pytest.mark.parametrize("text", texts(NOTES))
def test_a_note_to_a_colleague_is_never_said(text: str) -> None:
    assert needs_in(text) == ()


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("reduce costs", "reducing costs"),
        ("To reduce costs", "reducing costs"),
        ("Improve efficiency", "improving efficiency"),
        ("How to scale content", "scaling content"),
        ("need better reporting", "better reporting"),
        ("needs to cut response times", "cutting response times"),
        ("get paid faster", "getting paid faster"),
        ("keep up with demand", "keeping up with demand"),
        ("meet deadlines", "meeting deadlines"),
        ("develop new markets", "developing new markets"),
        ("having trouble with data imports", "data imports"),
        ("increase in churn", "increase in churn"),
        ("reducir costes", "reducir costes"),
        ("necesitan reducir costes", "reducir costes"),
        ("pain_manual_entry", "manual entry"),
        ("PAIN: manual entry", "manual entry"),
        ("Pain point 1: manual entry", "manual entry"),
        ("ManualEntry", "manual entry"),
        ("1) manual entry", "manual entry"),
        ("• manual entry", "manual entry"),
        ("HubSpot", "HubSpot"),
        ("ROI tracking", "ROI tracking"),
        ("Manual processes (see call 3/4)", "manual processes"),
        ("50% churn", "50% churn"),
    ],
)
def test_a_need_stands_in_a_sentence_as_a_noun(text: str, need: str) -> None:
    assert need_in(text) == need


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("N/A; slow reports", ["slow reports"]),
        ("slow reports <br> late invoices", ["slow reports", "late invoices"]),
        ("<p>slow reports</p><p>late invoices</p>", ["slow reports", "late invoices"]),
        ("Reporting &amp;amp; dashboards", ["reporting & dashboards"]),
        ("R&amp;D costs", ["R&D costs"]),
    ],
)
def test_a_text_of_several_needs_is_taken_apart(text: str, needs: list[str]) -> None:
    assert needs_in(text) == tuple(needs)


@pytest.mark.parametrize("rule", note_rules(), ids=lambda rule: rule.name)
def test_a_rule_against_notes_catches_its_examples_and_lets_needs_pass(rule: NoteRule) -> None:
    for note in rule.yes:
        assert any(pattern.search(note) for pattern in rule.patterns), note
    for need in rule.no:
        assert note_rule_for(need) is None, need
