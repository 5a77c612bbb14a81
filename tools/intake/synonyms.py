"""The usual spellings of channels, stages and languages, and the one word we use for each."""

import re
from typing import Final

from tools.domain.vocabulary import Channel, Language, Stage
from tools.text import fold_to_ascii

MAX_CHANNEL: Final = 64  # characters
CHANNELS: Final = {
    Channel.EMAIL: """
        email e-mail mail emailmessage electronicmail correo correoelectronico
    """,
    Channel.CALL: """
        call phone phonecall telephone telephonecall voicecall coldcall llamada llamadatelefonica
    """,
    Channel.MEETING: """
        meeting meet appointment onlinemeeting videomeeting demo demomeeting reunion cita
    """,
    Channel.LINKEDIN_MESSAGE: """
        linkedinmessage linkedin linkedindm linkedininmail inmail mensajedelinkedin mensajelinkedin
    """,
    Channel.VIDEO_MESSAGE: """
        videomessage video videomail personalvideo videomensaje mensajedevideo
    """,
    Channel.WHATSAPP: """
        whatsapp whatsappmessage wa whatsup mensajedewhatsapp
    """,
    Channel.SMS: """
        sms text textmessage smsmessage mensajedetexto
    """,
}
STAGES: Final = {
    Stage.NEW: """
        new newlead lead fresh inbound subscriber open nuevo nueva
    """,
    Stage.CONTACTED: """
        contacted attempted attemptedtocontact reached connected inprogress working
        contactado contactada
    """,
    Stage.QUALIFIED: """
        qualified sql mql salesqualified marketingqualified salesqualifiedlead
        marketingqualifiedlead qualifiedlead opportunity discovery demo
        cualificado cualificada calificado calificada oportunidad
    """,
    Stage.PROPOSAL: """
        proposal proposalsent quote quoted quotation offer presentation
        propuesta propuestaenviada presupuesto
    """,
    Stage.NEGOTIATION: """
        negotiation negotiating contract contractsent legal commit negociacion
    """,
    Stage.CUSTOMER: """
        customer client won closedwon converted active evangelist cliente ganado ganada
    """,
    Stage.LOST: """
        lost closedlost dead disqualified unqualified inactive churned perdido perdida
    """,
}
# What a lead begins of its own accord.
INBOUND: Final = frozenset(
    """
    form chat inbound request inquiry enquiry signup registration download trial
    formulario solicitud consulta registro descarga entrante
    """.split()
)
SPANISH: Final = frozenset("es spa spanish espanol castellano castilian".split())
ENGLISH: Final = frozenset("en eng english ingles".split())


def _key(text: str) -> str:
    """The letters alone: a stage may be numbered, "3. Proposal sent"."""
    return re.sub(r"[^a-z]", "", fold_to_ascii(text))


_CHANNELS: Final = {
    _key(spelling): channel
    for channel, spellings in CHANNELS.items()
    for spelling in spellings.split()
}
_STAGES: Final = {
    _key(spelling): stage for stage, spellings in STAGES.items() for spelling in spellings.split()
}


def channel_of(text: str) -> Channel | None:
    """The channel meant by "LinkedIn message", "Video Message", "phone call" and the like."""
    if len(text) > MAX_CHANNEL:
        return None
    return _CHANNELS.get(_key(text))


def stage_of(text: str | None) -> Stage:
    """The stage meant; GENERAL for any other word, and for none."""
    return _STAGES.get(_key(text or ""), Stage.GENERAL)


def is_inbound(interaction_type: str) -> bool:
    """Whether a kind of interaction is one that the lead itself begins, such as a form."""
    words = re.findall(r"[a-z]+", fold_to_ascii(interaction_type))
    return any(word.rstrip("s") in INBOUND for word in words)


def language_in(text: str) -> Language | None:
    """The language that "es-MX", "Spanish" or "English (UK)" begins with; None for any other."""
    word = re.split(r"[^a-z]", fold_to_ascii(text).strip())[0]
    if word in SPANISH:
        return "es"
    if word in ENGLISH:
        return "en"
    return None


def language_of(*texts: str | None) -> Language:
    """The language of the first text that names one of ours, else English."""
    for text in texts:
        language = language_in(text or "")
        if language:
            return language
    return "en"
