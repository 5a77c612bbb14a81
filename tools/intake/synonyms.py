"""The usual spellings of channels, stages and languages, and the one word we use for each."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tools.domain.vocabulary import Channel, Stage
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
        new newlead lead fresh inbound subscriber open nuevo nueva tocontact
        porcontactar sincontactar
    """,
    Stage.CONTACTED: """
        contacted attempted attemptedtocontact reached connected inprogress working contactmade
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
# The words of longer names of stages, the stage that counts first: "Closed - Converted". A word
# with a * is meant with any ending.
STAGE_WORDS: Final = {
    Stage.LOST: """
        lost perdid* dead disqualified unqualified junk churned inactive descartad* rejected
        rechazad* abandoned cancelled canceled former verloren perdu* desqualificad*
    """,
    Stage.CUSTOMER: "customer client* won ganad* converted convertid* kunde gewonnen gagne* ganh*",
    Stage.NEGOTIATION: "negotiat* negociac* negociand* verhandlung* contract contrat* bought",
    Stage.PROPOSAL: """
        proposal* propuesta* proposta* quote* quotation* presupuesto* angebot* offer
        oferta* presentation presentacion*
    """,
    Stage.QUALIFIED: """
        qualified prequalified sql mql opportunity oportunidad* cualificad* calificad* qualifi*
        qualificad* qualifizier* discovery demo deal appointment reunion* interested
        interesad* analysis decision
    """,
    Stage.CONTACTED: """
        contacted contactad* attempted reached connected working replied responded engaged progress
        approaching unresponsive nurtur* curso proceso kontaktiert contacte* contatad* followup
    """,
    Stage.NEW: """
        new nuev* open abiert* cold subscriber uncontacted untouched prospect* neu nouveau novo nova
    """,
}
NEGATIONS: Final = frozenset("not no non never sin nunca nicht kein keine pas nao".split())
# The stage of words that are denied: "Not Contacted". Others that are denied say nothing.
DENIED_WORDS: Final = {
    Stage.LOST: "converted convertid* won qualified *qualifi* *qualific* interested interesad*",
    Stage.NEW: "contacted contactad* kontaktiert reached attempted started",
}
MAX_STAGE: Final = 100  # characters


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


_WORD_START: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")  # in "ClosedWon"


def _patterns(words: Mapping[Stage, str]) -> dict[Stage, re.Pattern[str]]:
    """A pattern for the words of each stage; a * in a word stands for any letters."""
    patterns = {}
    for stage, text in words.items():
        patterns[stage] = re.compile("|".join(text.split()).replace("*", "[a-z]*"))
    return patterns


WORD_PATTERNS: Final = _patterns(STAGE_WORDS)
DENIED_PATTERNS: Final = _patterns(DENIED_WORDS)


def channel_of(text: str) -> Channel | None:
    """The channel meant by "LinkedIn message", "Video Message", "phone call" and the like."""
    if len(text) > MAX_CHANNEL:
        return None
    return _CHANNELS.get(_key(text))


@lru_cache(maxsize=1_024)
def stage_of(text: str | None) -> Stage:
    """The stage meant; GENERAL for any other word, and for none."""
    stage = _STAGES.get(_key(text or ""))
    if stage:
        return stage
    stages = _stages_in((text or "")[:MAX_STAGE])
    for stage in STAGE_WORDS:
        if stage in stages:
            return stage
    return Stage.GENERAL


def _stages_in(text: str) -> set[Stage]:
    """The stages of the words, each as its denial has it: "Closed - Not Converted" is LOST."""
    stages = set()
    denied = False
    for word in re.findall(r"[a-z]+", fold_to_ascii(_WORD_START.sub(" ", text))):
        if word in NEGATIONS:
            denied = True
            continue
        stage = _stage_of_word(word, DENIED_PATTERNS if denied else WORD_PATTERNS)
        if stage:
            stages.add(stage)
        if stage or _stage_of_word(word, WORD_PATTERNS):
            denied = False
    return stages


def _stage_of_word(word: str, patterns: Mapping[Stage, re.Pattern[str]]) -> Stage | None:
    for stage, pattern in patterns.items():
        if pattern.fullmatch(word):
            return stage
    return None


def is_inbound(interaction_type: str) -> bool:
    """Whether a kind of interaction is one that the lead itself begins, such as a form."""
    words = re.findall(r"[a-z]+", fold_to_ascii(interaction_type))
    return any(word.rstrip("s") in INBOUND for word in words)
