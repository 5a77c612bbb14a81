"""Prompt injection: text from outside that reads like an order to a model.

Such text is never shown to a model that writes. Leads, CRM notes and pages speak of people and
needs, not to their reader. A false alarm costs little: the playbook writes instead of the model.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from agents.measures import any_of
from agents.policy import WORD_RULES
from tools.domain.sequence import Fact

# Sources of facts that others than the company and its representative wrote: fields, which hold
# names and phrases, and texts, which are made of sentences.
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

# Words to a model, about its rules, or about what it has to write.
TALK: Final = re.compile(
    r"\b(?:ignor|disregard|forget|overrid|bypass|skip|olvid|omit)\w*\b.{0,60}"
    r"\b(?:instruc|rule|prompt|above|previous|prior|everything|polic|guideline|regla|anterior|todo"
    r"|arriba|norma)"
    r"|(?:^|[\s>\"'(\[])(?:system|developer|assistant|sistema|asistente) ?:"
    r"|\b(?:you are|you're|eres|usted es) (?:now |ahora )?(?:an?|the|un|una|el|la)\b"
    r"|\b(?:system|your|the|this|hidden|secret|initial|tu|el) prompt\b|\bprompt injection\b"
    r"|\bsystem override\b"
    r"|\b(?:act as|pretend|role-?play|jailbreak|language model|new instructions?|instructions?:"
    r"|actúa como|compórtate como|modelo de lenguaje|nuevas instrucciones)\b"
    r"|\b(?:your|tus?) (?:instructions?|rules|guidelines|task|role|instrucciones|reglas|tarea)\b"
    r"|\b(?:an?|the|una|la|dear|hey|attention|note to|nota para) (?:ai|ia|bot|model|modelo|writer"
    r"|redactor)\b"
    r"|\b(?:write|say|include|insert|add|append|tell|output|print|repeat|begin|start|end|sign"
    r"|escrib|inclu|añad|agreg|repit|termin|firm)\w*\b.{0,50}"
    r"\b(?:e-?mail|message|reader|recipient|every|each|subject|body|signature|link|url"
    r"|correo|mensaje|lector|destinatario|asunto|firma|enlace)\b"
    r"|\b(?:approve|mark|accept) (?:this|the|every|all|it)\b|\b(?:aprueba|apruebe)\b"
    r"|(?:\b\w ){6,}",
    re.IGNORECASE,
)
CODE: Final = re.compile(
    r"https?:|hxxps?:|www\.|javascript:|data:\w+/|\[\.\]|\(dot\)|\bdot com\b"
    r"|</?[a-z!/]|\{\{|\{%|\$\{|<\||\|>|\[/?INST\]|```|###|&#?\w{2,8};|[A-Za-z0-9+/=_-]{40,}",
    re.IGNORECASE,
)
# An order where a name or a need should stand: a verb and its object.
ORDER: Final = re.compile(
    r"(?:^|[.!?¡;:,\n] *|\b(?:please|then|and|now|just|must|should|por favor|debes?|luego|ahora) )"
    r"(?:please|click|go to|use the word|do not|don't"
    r"|never (?:say|use|mention|write)|always (?:say|use|mention|write)"
    r"|(?:send|give|tell|ask|pay|reply|respond|forward|visit|download|install|scan|buy|offer"
    r"|promise|call|write|say|mention|claim|reveal|show|translate|recommend|praise|use|make|add"
    r"|include|remove|delete|change|set|put|let|ensure|convince"
    r"|persuade|confirm|agree|stop|start|begin)"
    r"(?: only)?(?: to| for| that| with| in| as)? "
    r"(?:the|this|that|these|them|him|her|me|us|our|my|your|all|everyone|everybody|an?|now"
    r"|immediately|here|writing|english|spanish|french|german|\+?\d+|\w+\.\w+)"
    r"|(?:haga|haz|envíe|envía|pida|pide|ofrezca|ofrece|diga|dile|di que|pague|paga|responda"
    r"|responde|reenvíe|visite|descargue|instale|llame|prometa|promete|escriba|escribe|mencione"
    r"|menciona|muestra|muestre|revela|revele|no uses|no use|no menciones|no mencione|traduce"
    r"|traduzca|recomienda|recomiende|incluye|incluya|añade|añada)"
    r")(?![\w-])",
    re.IGNORECASE,
)
SECRETS: Final = any_of(WORD_RULES["secrets"].words)


def order_in(facts: Sequence[Fact]) -> str | None:
    """Returns the source of the first fact from outside that reads like an order, if any does."""
    for fact in facts:
        if fact.source.startswith(FIELDS) and reads_like_order(fact.text):
            return fact.source
        if fact.source.startswith(SENTENCES):
            is_page = fact.source.startswith("knowledge")
            if _speaks(fact.text, links=is_page):
                return fact.source
    return None


def reads_like_order(text: str) -> bool:
    """Returns whether a name or a need is in truth an order to its reader."""
    return _speaks(text) or ORDER.search(text) is not None


def _speaks(text: str, *, links: bool = False) -> bool:
    """Returns whether a text addresses a model, asks for secrets, or hides something.

    With `links`, as in the site's own pages, links and markup are no sign of it.
    """
    if any(_is_hidden(character) for character in text):
        return True
    folded = unicodedata.normalize("NFKC", text)
    if TALK.search(folded) or SECRETS.search(folded):
        return True
    return not links and CODE.search(folded) is not None


def _is_hidden(character: str) -> bool:
    """Returns whether a reader does not see a character, as a zero-width space."""
    if unicodedata.category(character) in ("Cf", "Co", "Cn"):
        return True
    return character < " " and character not in "\n\r\t"
