"""The usual spellings of channels and stages, and the one word we use for each."""

import re
from typing import Final, Literal

from tools.domain.vocabulary import Channel, Stage
from tools.text import ascii_folded

CHANNELS: Final[dict[Channel, str]] = {
    Channel.EMAIL: "email e-mail mail emailmessage electronicmail correo correoelectronico",
    Channel.CALL: "call phone phonecall telephone telephonecall voicecall coldcall llamada "
    "llamadatelefonica",
    Channel.MEETING: "meeting meet appointment onlinemeeting videomeeting demo demomeeting reunion "
    "cita",
    Channel.LINKEDIN_MESSAGE: "linkedinmessage linkedin linkedindm linkedininmail inmail "
    "mensajedelinkedin "
    "mensajelinkedin",
    Channel.VIDEO_MESSAGE: "videomessage video videomail personalvideo videomensaje mensajedevideo",
    Channel.WHATSAPP: "whatsapp whatsappmessage wa whatsup mensajedewhatsapp",
    Channel.SMS: "sms text textmessage smsmessage mensajedetexto",
}
STAGES: Final[dict[Stage, str]] = {
    Stage.NEW: "new newlead lead fresh inbound subscriber open nuevo nueva",
    Stage.CONTACTED: "contacted attempted attemptedtocontact reached connected inprogress working "
    "contactado "
    "contactada",
    Stage.QUALIFIED: "qualified sql mql salesqualified marketingqualified salesqualifiedlead "
    "marketingqualifiedlead "
    "qualifiedlead opportunity discovery demo cualificado cualificada calificado calificada "
    "oportunidad",
    Stage.PROPOSAL: "proposal proposalsent quote quoted quotation offer presentation propuesta "
    "propuestaenviada presupuesto",
    Stage.NEGOTIATION: "negotiation negotiating contract contractsent legal commit negociacion",
    Stage.CUSTOMER: "customer client won closedwon converted active evangelist cliente ganado "
    "ganada",
    Stage.LOST: "lost closedlost dead disqualified unqualified inactive churned perdido perdida",
}


def _key(text: str) -> str:
    return re.sub(r"[^a-z]", "", ascii_folded(text))


_CHANNELS: Final = {
    _key(spelling): channel
    for channel, spellings in CHANNELS.items()
    for spelling in spellings.split()
}
_STAGES: Final = {
    _key(spelling): stage for stage, spellings in STAGES.items() for spelling in spellings.split()
}


def channel_of(text: str) -> Channel | None:
    """The channel meant by 'LinkedIn message', 'Video Message', 'phone call' and the like."""
    return _CHANNELS.get(_key(text)) if len(text) <= 64 else None


def stage_of(text: str | None) -> Stage:
    """The stage meant; GENERAL for any other word, and for none."""
    return _STAGES.get(_key(text or ""), Stage.GENERAL)


def language_of(*texts: str | None) -> Literal["en", "es"]:
    """'en' or 'es' from the first text that names one ('es-MX', 'Spanish', 'English (UK)'), else
    'en'.
    """
    for text in texts:
        word = re.split(r"[^a-z]", ascii_folded(text or "").strip())[0]
        if word in ("es", "spa", "spanish", "espanol", "castellano", "castilian"):
            return "es"
        if word in ("en", "eng", "english", "ingles"):
            return "en"
    return "en"
