"""Text from outside that reads like an order to a model: such a text is never shown to one that
writes.

Leads, CRM notes and pages say things about people and needs; what speaks to whoever reads it is no
fact. A doubt costs a model's wording only: the playbook, which obeys nobody, writes instead.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from agents.measures import any_of
from agents.policy import WORD_RULES
from tools.domain.sequence import Fact

# Facts that others than the company and its representative wrote. Notes and pages are sentences by
# nature.
FIELDS: Final = (
    "lead.name",
    "lead.company",
    "lead.position",
    "lead.pain_points",
    "lead.budget_range",
    "lead.source",
    "interests",
    "visitor.source",
)
SENTENCES: Final = ("interactions", "knowledge", "visitor.pages")

# Who speaks to a model, of its rules, or of what it is to write.
TALK: Final = re.compile(
    r"\b(?:ignor|disregard|forget|overrid|bypass|skip|olvid|omit)\w*\b.{0,60}\b(?:instruc|rule|prompt|above|previous|prior|"
    r"everything|polic|guideline|regla|anterior|todo|arriba|norma)"
    r"|(?:^|[\s>\"'(\[])(?:system|developer|assistant|sistema|asistente) ?:"
    r"|\b(?:you are|you're|eres|usted es) (?:now |ahora )?(?:an?|the|un|una|el|la)\b"
    r"|\b(?:system|your|the|this|hidden|secret|initial|tu|el) prompt\b|\bprompt injection\b"
    r"|\bsystem override\b"
    r"|\b(?:act as|pretend|role-?play|jailbreak|language model|new instructions?|instructions?:"
    r"|actúa como|"
    r"compórtate como|modelo de lenguaje|nuevas instrucciones)\b"
    r"|\b(?:your|tus?) (?:instructions?|rules|guidelines|task|role|instrucciones|reglas|tarea)\b"
    r"|\b(?:an?|the|una|la|dear|hey|attention|note to|nota para) (?:ai|ia|bot|model|modelo|writer"
    r"|redactor)\b"
    r"|\b(?:write|say|include|insert|add|append|tell|output|print|repeat|begin|start|end|sign|escrib|inclu|añad|agreg|"
    r"repit|termin|firm)\w*\b.{0,50}\b(?:e-?mail|message|reader|recipient|every|each|subject|body|signature|link|url|"
    r"correo|mensaje|lector|destinatario|asunto|firma|enlace)\b"
    r"|\b(?:approve|mark|accept) (?:this|the|every|all|it)\b|\b(?:aprueba|apruebe)\b"
    r"|(?:\b\w ){6,}",
    re.IGNORECASE,
)
CODE: Final = re.compile(
    r"https?:|hxxps?:|www\.|javascript:|data:\w+/|\[\.\]|\(dot\)|\bdot com\b|</?[a-z!/]|\{\{|\{%"
    r"|\$\{|<\||\|>|"
    r"\[/?INST\]|```|###|&#?\w{2,8};|[A-Za-z0-9+/=_-]{40,}",
    re.IGNORECASE,
)
# An order where a name or a need should stand: a verb with what it is to be done to.
ORDER: Final = re.compile(
    r"(?:^|[.!?¡;:,\n] *|\b(?:please|then|and|now|just|must|should|por favor|debes?|luego|ahora) )"
    r"(?:please|click|go to|use the word|do not|don't|never (?:say|use|mention|write)|always "
    r"(?:say|use|mention|write)|"
    r"(?:send|give|tell|ask|pay|reply|respond|forward|visit|download|install|scan|buy|offer|promise|call|write|say|mention|"
    r"claim|reveal|show|translate|recommend|praise|use|make|add|include|remove|delete|change|set|put|let|ensure|convince|"
    r"persuade|confirm|agree|stop|start|begin)(?: only)?(?: to| for| that| with| in| as)? "
    r"(?:the|this|that|these|them|him|her|me|us|our|my|your|all|everyone|everybody|an?|now|immediately|here|writing|"
    r"english|spanish|french|german|\+?\d+|\w+\.\w+)|"
    r"(?:haga|haz|envíe|envía|pida|pide|ofrezca|ofrece|diga|dile|di que|pague|paga|responda"
    r"|responde|reenvíe|visite|"
    r"descargue|instale|llame|prometa|promete|escriba|escribe|mencione|menciona|muestra|muestre|revela|revele|"
    r"no uses|no use|no menciones|no mencione|traduce|traduzca|recomienda|recomiende|incluye"
    r"|incluya|añade|añada)"
    r")(?![\w-])",
    re.IGNORECASE,
)
SECRETS: Final = any_of(WORD_RULES["secrets"].words)


def order_in(facts: Sequence[Fact]) -> str | None:
    """The source of the first fact from outside that reads like an order; None for none."""
    for fact in facts:
        if fact.source.startswith(FIELDS) and reads_like_order(fact.text):
            return fact.source
        if fact.source.startswith(SENTENCES) and _speaks(
            fact.text, links=fact.source.startswith("knowledge")
        ):
            return fact.source
    return None


def reads_like_order(text: str) -> bool:
    """Whether what should be a name or a need tells its reader to do something."""
    return _speaks(text) or ORDER.search(text) is not None


def _speaks(text: str, *, links: bool = False) -> bool:
    """Whether a text addresses a model, wants secrets, or hides something.

    The site's own pages may hold links.
    """
    folded = unicodedata.normalize("NFKC", text)
    hidden = any(
        unicodedata.category(c) in ("Cf", "Co", "Cn") or (c < " " and c not in "\n\r\t")
        for c in text
    )
    signs = (TALK.search(folded), SECRETS.search(folded), not links and CODE.search(folded))
    return hidden or any(signs)
