"""Columns and fields that say whether a lead may be contacted, as CRMs export them."""

from datetime import UTC, datetime

import pytest

from tools.intake.permission import Permissions, permissions_in

# A column, a value, and what they refuse: a cause and the channels (all: every channel).
REFUSING = """
Opted out of email | true | opted_out email
Opted out of email: One to One | TRUE | opted_out email
Opted out of email: Marketing Information | yes | opted_out email
Unsubscribed from all email | true | opted_out email
hs_email_optout | true | opted_out email
hs_email_optout_1234567 | true | opted_out email
hs_email_bounce | 2 | bounced email
hs_email_quarantined | true | opted_out email
hs_email_quarantined_reason | BLOCKED_BY_POLICY | opted_out email
hs_email_bad_address | true | bounced email
hs_email_hard_bounce_reason_enum | UNKNOWN_USER | bounced email
Email hard bounce reason | Unknown user | bounced email
Emails Bounced | 1 | bounced email
Email address quarantined reason | Suspicious activity | opted_out email
HasOptedOutOfEmail | true | opted_out email
Has Opted Out Of Email | 1 | opted_out email
hasoptedoutofemail | 1 | opted_out email
Email Opt Out | 1 | opted_out email
EmailOptOut | yes | opted_out email
emailoptout | yes | opted_out email
email_opt_out | 1 | opted_out email
Email Opted Out | TRUE | opted_out email
DoNotCall | 1 | opted_out call
Do Not Call | true | opted_out call
Phone Opt Out | Yes | opted_out call
EmailBouncedDate | 2024-03-01T10:00:00.000+0000 | bounced email
EmailBouncedReason | 550 user unknown | bounced email
IsEmailBounced | true | bounced email
Don't Market | true | opted_out all
Don't Contact | true | opted_out all
Don't Solicit | TRUE | opted_out all
Forget this Individual | true | opted_out all
Marketing status | unsubscribed | opted_out all
Person - Marketing status | Unsubscribed | opted_out all
marketing_status | no_consent | unclear all
Marketing status | archived | unclear all
Marketing status | bounced | bounced all
Email Opt Out (Zoho) | true | opted_out email
SMS Opt-out | yes | opted_out sms
Unsubscribed Mode | Manual | opted_out all
Unsubscribed Time | 2023-05-04 09:00 | opted_out all
UNSUB_TIME | 2023-05-04 09:00:00 | opted_out all
UNSUB_REASON | NORMAL | opted_out all
UNSUB_CAMPAIGN_TITLE | Spring news | opted_out all
CLEAN_TIME | 2023-05-04 09:00:00 | bounced email
CLEAN_CAMPAIGN_TITLE | Spring news | bounced email
Email Marketing | Unsubscribed | opted_out email
Email Marketing Status | Cleaned | bounced email
Email Marketing Consent | NEVER_SUBSCRIBED | unclear email
Email Marketing Consent | UNSUBSCRIBED | opted_out email
SMS Marketing Consent | false | opted_out sms
Accepts Marketing | no | opted_out all
Accepts Email Marketing | no | opted_out email
Accepts SMS Marketing | no | opted_out sms
accepts_marketing | false | opted_out all
EMAIL_BLACKLIST | Yes | opted_out email
BLACKLIST | 1 | opted_out all
blocklisted | true | opted_out all
emailBlacklisted | true | opted_out email
smsBlacklisted | true | opted_out sms
Black Listed | true | opted_out all
Marketing Suspended | true | opted_out all
marketingSuspended | true | opted_out all
Unsubscribed Reason | too many mails | opted_out all
Unsubscribed from emails | true | opted_out email
unsubscribed_from_emails | true | opted_out email
marked_email_as_spam | true | complained email
Marked email as spam | true | complained email
has_hard_bounced | true | bounced email
Has hard bounced | True | bounced email
donotemail | Do Not Allow | opted_out email
Do not allow Emails | Do Not Allow | opted_out email
Do not allow Bulk Emails | Yes | opted_out email
Do not allow Phone Calls | Do Not Allow | opted_out call
Do not allow Emails | 1 | opted_out email
Send Marketing Materials | Do Not Send | opted_out all
Email Opt Out | on | opted_out email
Invalid Email | 1 | bounced email
invalid_email | 1 | bounced email
unsubscribed | 1 | opted_out all
Unsubscribed | Yes | opted_out all
Blog Subscriber Unsubscribed | 1 | opted_out all
Do Not Email | Yes | opted_out email
Opted Out | True | opted_out all
is_do_not_email | 1 | opted_out email
is_do_not_call | 1 | opted_out call
Email permission status | Unsubscribed | opted_out email
Email permission status | Temp hold | unclear email
permission_to_send | unsubscribed | opted_out all
opt_out_date | 2021-09-01 | opted_out all
Opt-out reason | no longer needed | opted_out all
Globally unsubscribed | Y | opted_out all
Subscription Status | Unsubscribed | opted_out all
Subscription status | Non-subscribed | unclear all
Status (email) | Unsubscribed | opted_out email
state of subscription | cancelled | opted_out all
Email Status | Unsubscribed | opted_out email
Email Status | Bounced | bounced email
Email Status | Invalid | bounced email
Email Status | Do Not Mail | opted_out email
Email Status | weird new word | unclear email
Email validity status | Undeliverable | bounced email
Subscribed | No | opted_out all
Subscribed | false | opted_out all
Subscribed? | N | opted_out all
Is Subscribed | 0 | opted_out all
isSubscribed | false | opted_out all
subscribedToNewsletter | false | opted_out email
Email Opt-in | FALSE | opted_out email
email_opt_in | 0 | opted_out email
Opt In | No | opted_out all
Opt-in | Not opted in | unclear all
Marketing consent | withdrawn | opted_out all
Consent | Denied | opted_out all
Consent | revoked 2023 | opted_out all
GDPR Consent | No | opted_out all
GDPR Consent | declined by phone | opted_out all
Consent status | Refused | opted_out all
Consent to contact | No | opted_out all
Permission to email | no | opted_out email
Consent withdrawn on | 3 May 2024 | opted_out all
OK to email | No | opted_out email
Can contact? | no | opted_out all
May we email you? | No | opted_out email
Allow calls | FALSE | opted_out call
WhatsApp opt-in | no | opted_out whatsapp
LinkedIn do not message | yes | opted_out linkedin_message
DNC | 1 | opted_out all
DNC | x | opted_out all
DNC Flag | Y | opted_out all
DNC Date | 01/02/2023 | opted_out all
DND | true | opted_out all
Do Not Contact | yes | opted_out all
Do Not Contact | ✓ | opted_out all
Do Not Contact | asked us in March | opted_out all
do-not-contact | 1 | opted_out all
doNotContact | true | opted_out all
donotcontact | TRUE | opted_out all
DO_NOT_CONTACT__c | 1 | opted_out all
Do Not Contact | Email | opted_out email
Do Not Contact | Email; Phone | opted_out email,call
Do not call or email | yes | opted_out email,call
Never email | yes | opted_out email
No emails | yes | opted_out email
No marketing | yes | opted_out all
Do not disturb | yes | opted_out all
Do not text | yes | opted_out sms
Do not mail | yes | opted_out email
Stop emails | 1 | opted_out email
Suppressed | true | opted_out all
On suppression list | yes | opted_out all
Blocked | 1 | opted_out all
Email blocked | true | opted_out email
Remove from mailing list | yes | opted_out email
Removed from list | yes | opted_out all
Complaint | 2024-01-01 | unclear all
Spam | yes | complained all
Spam complaint | 1 | complained all
Spam report | yes | complained all
Hard Bounces | 3 | bounced email
Bounce type | Hard | bounced email
Email Bounced | TRUE | bounced email
Email valid | No | bounced email
Email not valid | true | bounced email
Wrong number | yes | bounced email
Deceased | true | deceased all
Date of death | 2020-01-05 | deceased all
Left company | yes | left_company all
No longer at company | TRUE | left_company all
Is competitor | yes | competitor all
Competitor | TRUE | competitor all
Not interested | 1 | not_interested all
Duplicate | yes | duplicate all
Darse de baja | Sí | opted_out all
Baja | si | opted_out all
Fecha de baja | 12/03/2023 | opted_out all
Motivo de baja | demasiados correos | opted_out all
De baja | 1 | opted_out all
Dado de baja | verdadero | opted_out all
Baja newsletter | sí | opted_out email
Baja comercial | 1 | opted_out all
No molestar | Sí | opted_out all
No contactar | SÍ | opted_out all
No llamar | sí | opted_out call
No enviar email | Sí | opted_out email
No enviar correos | x | opted_out email
No enviar publicidad | Sí | opted_out all
No desea recibir publicidad | Sí | opted_out all
No recibir newsletter | Sí | opted_out email
No acepta publicidad | Sí | opted_out all
Acepta publicidad | No | opted_out all
Acepta comunicaciones comerciales | no | opted_out all
Consentimiento RGPD | No | opted_out all
Consentimiento | Revocado | opted_out all
Suscrito | No | opted_out all
Estado de suscripción | Desuscrito | opted_out all
Estado email | Rebotado | bounced email
Lista negra | Sí | opted_out all
Lista Robinson | sí | opted_out all
Bloqueado | sí | opted_out all
Permite llamadas | No | opted_out call
Fallecido | sí | deceased all
Nicht kontaktieren | Ja | opted_out all
Abgemeldet | ja | opted_out all
Abgemeldet am | 01.02.2023 | opted_out all
Keine Werbung | Ja | opted_out all
Werbesperre | 1 | opted_out all
Keine E-Mails | WAHR | opted_out email
Einwilligung | Nein | opted_out all
Newsletter abonniert | Nein | opted_out email
Nicht anrufen | ja | opted_out call
Ne pas contacter | Oui | opted_out all
Ne pas appeler | oui | opted_out call
Désabonné | VRAI | opted_out all
Consentement | Non | opted_out all
Não contatar | Sim | opted_out all
Não perturbe | Sim | opted_out all
Descadastrado | sim | opted_out all
Non contattare | Sì | opted_out all
Disiscritto | sì | opted_out all
Consenso marketing | No | opted_out all
Niet bellen | Ja | opted_out call
Uitgeschreven | ja | opted_out all
Toestemming | Nee | opted_out all
Newsletter | No | opted_out email
Communication preferences | Do not contact | opted_out all
Preferred contact method | No marketing emails | opted_out email
Contact status | Do Not Contact | opted_out all
Campaign member status | Unsubscribed | opted_out all
Not unsubscribed | no | opted_out all
"""
# A column, a value, and the channels that agreed, where the column is about being contacted;
# nothing where it says nothing.
SILENT_OR_AGREEING = """
Opted out of email | false |
Opted out of email | |
Opted out of email | - |
Opted out of email | N/A |
Opted out of email | (No value) |
Do Not Contact | no |
Do Not Contact | 0 |
DNC | N |
DNC | ☐ |
Email Opt Out | Opted in |
Do not allow Emails | Allow |
Do not allow Bulk Emails | No |
unsubscribed_at | null |
unsubscribed_at | 0000-00-00 00:00:00 |
Hard bounces | 0 |
Hard bounces | 0.0 |
Email Bounced | FALSE |
No llamar | no |
Darse de baja | No |
Email Status | Verified |
Email Status | Unavailable |
Email Status | Extrapolated |
Email Status | Valid |
Email Status | Guessed |
Email Status | Catch-all |
Email Status | Sent |
Email Status | Pending |
Marketing status | Pending |
Subscription status | Pending |
Subscription status | Unconfirmed |
Consent | Pending |
Consent | Not applicable |
Consent source | Web form |
Opt-in IP | 10.0.0.1 |
Communication preferences | Email |
Preferred contact method | Phone |
Contact status | Working |
Call status | Left voicemail |
Competitor | Zendesk |
Competitor | no |
Duplicate | no |
Deceased | no |
Newsletter | Spring news |
Not unsubscribed | yes |
Subscribed | Yes | all
Email Opt-in | TRUE | email
Opt-in date | 2024-01-02 | all
OPTIN_TIME | 2024-01-02 10:00:00 | all
CONFIRM_TIME | 2024-01-02 10:00:00 |
Marketing status | subscribed | all
Accepts Marketing | yes | all
SMS Consent | granted | sms
WhatsApp opt-in | sí | whatsapp
Consent | Email; Phone | email,call
GDPR Consent | Yes - by phone 2023 | all
GDPR Consent Date | 2024-01-02 | all
Legal basis for processing contact's data | Legitimate interest – prospect/lead | all
Legal basis for processing contact's data | Freely given consent from contact | all
hs_legal_basis | Not applicable |
Email permission status | Express | email
Acepta publicidad | Sí | all
Consentimiento RGPD | Sí | all
Einwilligung | Ja | all
Newsletter | yes | email
"""
HARMLESS = """
Email; Email 2; E-mail 1 - Value; E-mail 1 - Label; Work Email; Personal email; Primary Email
email_id; Email Address; Correo; Correo electrónico; Emails; Secondary Email; Email Domain
Email confidence; Email Confidence; Email Opens; Email Open; Email Sent; Email Clicks
Emails delivered; Emails opened; Last email date; Last Email Sent; First email open date
Number of emails sent; Email template; Email subject; Email owner; Last emailed; Email type
hs_email_open; hs_email_click; hs_email_delivered; hs_email_last_open_date
hs_email_sends_since_last_engagement; hs_email_domain; hs_marketable_status
hs_marketable_reason_type; Marketing contact status; Marketing contact until next update; Phone
Phone Number; Mobile; Mobile Phone; Work Direct Phone; Home Phone; Other Phone; Phone 1 - Label
Phone 1 - Value; Phone No; Phone No.; Tel. No.; Contact No; Contact no. 2; Teléfono; Móvil
Nº de teléfono; N.º de llamadas; No. of calls; No of contacts; Number of calls; Call notes
Call count; Last call; Next call; Next call date; Call outcome; Call duration; Call recording
Last called; SMS number; WhatsApp number; WhatsApp; Message; Messages; Last message
First message; Text; Description; Notes; Note; Comments; Comentarios; Contact Owner; Contact ID
Contact Name; Contact type; Contact source; Contact role; Contacted; Not contacted
Last contacted; Last Contacted Date; Next contact date; Date of last contact; Times contacted
Number of times contacted; Contact created; Contacts; Contact person; Contact Us Page
Mailing Street; Mailing City; Mailing Zip/Postal Code; Mailing State/Province; Mailing Country
Mailing Address; Mailing list name; Marketing campaign; Marketing source; Marketing budget
Marketing owner; Marketing manager; Marketing team size; Campaign; Campaign name; Newsletter name
Newsletter issue; Subscription plan; Subscription type; Subscription start date; Subscription ID
Subscription amount; Subscriber count; Subscribers; Consent form URL; Unsubscribe link
Unsubscribe URL; Unsubscribe rate; Bounce rate; Opt-out link; Lead Status; Status; Stage
Lifecycle stage; Deal stage; Etapa; Estado; Name; First Name; Last Name; Nombre
Apellidos; Company; Empresa; Company size; No of employees; Number of employees; # Employees
Industry; Title; Job Title; Puesto; Country; City; State; Region; Language; Time Zone; LinkedIn
LinkedIn URL; Person Linkedin Url; LinkedIn connections; Website; Twitter; Facebook; Lead Source
Source; Original Source; Created at; Updated at; Created date; Last modified; Owner; Score
Lead score; Rating; Tags; Labels; Lists; List membership; Pain points; Interests; Needs; Budget
Budget range; Currency; Product; Products of interest; Interested in; No show; No-show count
Not qualified reason; Non-profit; Nonprofit; Notable clients; Notary; Blockers; Blocks
Black Friday budget; Blocker notes; Replied; Demoed; Meetings; Last meeting; Next meeting; Video
Fax; Do not fax; Do not allow Faxes; Fax Opt Out; Accepts credit cards; Accepted terms on
Allowed discount; Agreement signed; Contract date; Is customer; Is lead; Active; Inactive since
Archived; Deleted; Disqualified; Disqualified reason; Lost reason; Close date; Closed; Date left
Time left; Leaves; Main competitor; Competitors; Competitor product; Duplicate check date
Prioridad; Prioridad baja; Notas; Observaciones; Nota; Mensaje; Idioma; País; Ciudad; Sector
Presupuesto; Intereses; Necesidades; Propietario; Fuente; Fecha de alta; Fecha de contacto
Último contacto; Próxima llamada; Número de llamadas; Contacto; Nombre de contacto
Persona de contacto; Lista; Person - ID; Person - Name; Person - Email - Work
Person - Phone - Mobile; Person - Owner; Organization - Name; Deal - Title; Deal - Value
Account Owner; Record ID - Contact; Associated Company; Seniority; Departments; Keywords
Corporate Phone; Salutation; Birthday; Gender; Annual revenue; Visitor source; Pages viewed
Sessions; Web visits; UTM source; GCLID; Referrer; Device; Browser; Email 3 Type; Email signature
Call me back; Best time to call; Preferred language; Remove; Stop date; Start date; Permission set
"""


def cases(table: str) -> list[tuple[str, ...]]:
    """The lines of a table, each with three cells."""
    lines = [line for line in table.strip().splitlines() if line]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


def names(table: str) -> list[str]:
    """The names in a table, between semicolons and line breaks."""
    return [name.strip() for name in table.strip().replace("\n", ";").split(";")]


def refusals(column: str, value: object) -> str:
    """What a cell refuses, as the tables write it."""
    permissions = permissions_in(column, value)
    if not permissions or not permissions.refusals:
        return ""
    causes = {refusal.cause.value for refusal in permissions.refusals}
    channels = [refusal.channel or "all" for refusal in permissions.refusals]
    return f"{' '.join(sorted(causes))} {','.join(channels)}"


@pytest.mark.parametrize(("column", "value", "refused"), cases(REFUSING))
def test_a_column_that_refuses_is_understood(column: str, value: str, refused: str) -> None:
    assert refusals(column, value) == refused


@pytest.mark.parametrize(("column", "value", "agreed"), cases(SILENT_OR_AGREEING))
def test_a_column_about_contact_that_refuses_nothing(column: str, value: str, agreed: str) -> None:
    permissions = permissions_in(column, value) or Permissions()
    assert permissions.refusals == ()
    assert ",".join(consent.channel or "all" for consent in permissions.consents) == agreed


@pytest.mark.parametrize(
    "column", [name.strip() for name in HARMLESS.replace("\n", ";").split(";")]
)
def test_a_column_about_something_else_is_left_alone(column: str) -> None:
    assert permissions_in(column, "yes") is None


@pytest.mark.parametrize(
    ("column", "value", "refused"),
    [
        ("doNotContact", [{"channel": "email", "reason": 1}], "opted_out email"),
        ("doNotContact", [{"channel": "email", "value": False}], ""),
        ("doNotContact", ["email", "call"], "opted_out email,call"),
        ("doNotContact", {"email": True, "call": False}, "opted_out email"),
        ("optedOut", True, "opted_out all"),
        ("optedOut", None, ""),
        ("optedOut", {}, ""),
        ("optedOut", {"a": {"b": {"c": {"d": {"e": True}}}}}, "unclear all"),
        ("consent", {"email": False, "call": True}, "opted_out email"),
        ("consent", False, "opted_out all"),
        ("subscriptions", [{"channel": "sms", "status": "unsubscribed"}], "opted_out sms"),
        ("emailConsent", {"status": "unsubscribed"}, "opted_out email"),
    ],
)
def test_a_field_of_a_request_may_hold_lists_and_objects(
    column: str, value: object, refused: str
) -> None:
    assert refusals(column, value) == refused


def test_a_consent_by_channel_keeps_what_was_agreed() -> None:
    permissions = permissions_in("consent", {"email": False, "call": True})
    assert permissions
    assert [consent.channel for consent in permissions.consents] == ["call"]


def test_a_refusal_keeps_its_column_its_words_and_its_time() -> None:
    permissions = permissions_in("unsubscribed_at", "2024-03-01 10:00:00")
    assert permissions
    (refusal,) = permissions.refusals
    assert refusal.source == "unsubscribed_at"
    assert refusal.words == "2024-03-01 10:00:00"
    assert refusal.at == datetime(2024, 3, 1, 10, tzinfo=UTC)


def test_a_day_that_may_be_a_month_has_no_time() -> None:
    permissions = permissions_in("Opt out date", "03/04/2024")
    assert permissions
    assert permissions.refusals[0].at is None
