"""How an answer is asked for: by JSON schema, by tool, or as plain JSON in the text.

Servers differ: one refuses tools, another takes a schema and does not keep to it. What a server was
found to understand is remembered as its dialect.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel

from agents.chat.schemas import response_format_of, strict_schema, tool_of

Message = tuple[str, str]
LIMIT, OTHER_LIMIT = "max_tokens", "max_completion_tokens"
NO_SYSTEM_ROLE: Final = re.compile(
    r"system (role|message|prompt)s?\b|roles? must alternate", re.IGNORECASE
)
THINKING_TOKENS: Final = 8_000  # room for a model that thinks before it answers


class Format(StrEnum):
    SCHEMA = "JSON schema"
    TOOL = "tool"
    TEXT = "plain JSON"


@dataclass(frozen=True)
class Dialect:
    """What a model's server understands, as far as that is known."""

    formats: tuple[Format, ...] = tuple(Format)
    working_format: Format | None = None
    limit_name: str = LIMIT
    thinking_tokens: int = 0
    has_system_role: bool = True

    def formats_to_try(self) -> list[Format]:
        """Returns the formats, the one that has worked first."""
        return sorted(self.formats, key=lambda format: format is not self.working_format)

    def is_doubtful(self, format: Format) -> bool:
        """Whether an answer out of this format may be the server's fault, and not the model's."""
        return self.working_format is None and format is not self.formats[-1]

    def asked_for(self, refusal: str) -> dict[str, Any]:
        """Returns what a server's refusal says that it wants otherwise; nothing if it does not."""
        if self.limit_name == LIMIT and LIMIT in refusal:
            return {"limit_name": OTHER_LIMIT}
        if self.has_system_role and NO_SYSTEM_ROLE.search(refusal):
            return {"has_system_role": False}
        return {}

    def spoken(self, talk: Sequence[Message]) -> list[Message]:
        """Returns the talk, its first two messages as one for a model that has no system role."""
        if self.has_system_role or len(talk) < 2:
            return list(talk)
        (_, system), (role, text), *rest = talk
        return [(role, f"{system}\n\n{text}"), *rest]

    def arguments(
        self, format: Format, answer_type: type[BaseModel], most_tokens: int
    ) -> dict[str, Any]:
        """Returns what a call has besides its messages.

        Format and limit go around LangChain, which renames the one, and reads the answer itself for
        the other.
        """
        body: dict[str, Any] = {self.limit_name: most_tokens + self.thinking_tokens}
        if format is Format.SCHEMA:
            body["response_format"] = response_format_of(answer_type)
        if format is not Format.TOOL:
            return {"extra_body": body}
        choice = {"type": "function", "function": {"name": answer_type.__name__}}
        return {"extra_body": body, "tools": [tool_of(answer_type)], "tool_choice": choice}


def in_words(answer_type: type[BaseModel]) -> str:
    """Returns a sentence that asks for an answer as plain JSON."""
    schema = json.dumps(strict_schema(answer_type), separators=(",", ":"), ensure_ascii=False)
    name = answer_type.__name__
    return f"Answer with a {name}, one JSON object of this JSON schema, and nothing else: {schema}"


def asked_in_words(talk: Sequence[Message], answer_type: type[BaseModel]) -> list[Message]:
    """Returns the talk with its last message asking for plain JSON.

    It is no message of its own: some models want user and assistant to take turns.
    """
    *before, (role, text) = talk
    return [*before, (role, f"{text}\n\n{in_words(answer_type)}")]
