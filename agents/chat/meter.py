"""Counts what a step asks of a model."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

CHARACTERS_A_TOKEN: Final = 4  # a rough rule for English, for servers that report no usage


@dataclass
class Meter:
    """The calls and tokens of one step."""

    spent: int = 0  # tokens of the command's earlier steps
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    model: str | None = None

    @property
    def total(self) -> int:
        """Returns the tokens of the whole command so far."""
        return self.spent + self.input_tokens + self.output_tokens

    def add(
        self, model: str, talk: Sequence[Any], text: str, usage: Mapping[str, Any]
    ) -> dict[str, int]:
        """Counts the tokens of a call; returns those that went in ("input") and out ("output").

        They are estimated for servers that report none.
        """
        tokens_in = usage.get("input_tokens")
        if not tokens_in:
            tokens_in = sum(len(str(message)) for message in talk) // CHARACTERS_A_TOKEN
        tokens_out = usage.get("output_tokens")
        if not tokens_out:
            tokens_out = len(text) // CHARACTERS_A_TOKEN
        self.model = model
        self.input_tokens += tokens_in
        self.output_tokens += tokens_out
        self.cached_tokens += (usage.get("input_token_details") or {}).get("cache_read") or 0
        return {"input": tokens_in, "output": tokens_out}

    def usage(self) -> dict[str, Any]:
        """Returns the usage for the step's record, as plain JSON; empty without a call."""
        if not self.calls:
            return {}
        usage = asdict(self)
        del usage["spent"]
        return usage
