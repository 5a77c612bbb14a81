"""What a run may choose: its models, how often a draft is sent back, and what may go out alone."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast, get_args

from langchain_core.language_models import BaseChatModel

from agents.llm import Model, model_of
from agents.policy import MAX_REVISIONS
from graph.state import MOST_REVISIONS
from tools.domain.site import Autonomy
from tools.errors import InvalidRequest
from tools.settings import MODEL_WANTED, is_model_name

REVISIONS_EXPECTED: Final = f"expected a whole number from 0 to {MOST_REVISIONS}."


class Options(NamedTuple):
    """The choices of one run."""

    draft: Model | None  # None: the playbook writes
    review: Model | None  # None: the rules alone review
    max_revisions: int
    autonomy: Autonomy | None = None  # None: the site's


@dataclass
class Models:
    """The models of a graph: its defaults, and a way to open others by name."""

    draft: Model | None = None
    review: Model | None = None
    open_named: Callable[[str], Model | None] | None = None
    _opened: dict[str, Model | None] = field(default_factory=dict)

    def by_name(self, name: str) -> Model | None:
        """The model of that name, opened once; None for `playbook`."""
        for model in (self.draft, self.review):
            if model and model.name == name:
                return model
        if name not in self._opened:
            self._opened[name] = self.open_named(name) if self.open_named else None
        return self._opened[name]

    async def problems(self) -> list[str]:
        """A sentence for each default that cannot work, as far as its server says so by itself.

        That takes three seconds at most, and no tokens.
        """
        checks = [model.problem() for model in self._defaults() if model.problem]
        return [problem for problem in await asyncio.gather(*checks) if problem]

    def _defaults(self) -> list[Model]:
        """The models that draft and review, one that does both once."""
        models = []
        for model in (self.draft, self.review):
            if model and model not in models:
                models.append(model)
        return models

    async def connect(self) -> None:
        """Opens the defaults for the running loop: the first time, that takes a second or two."""
        for model in self._defaults():
            await model.chat()

    async def close(self) -> None:
        """Closes the running loop's connections."""
        for model in (self.draft, self.review, *self._opened.values()):
            if model:
                await model.close()


def models_of(models: Models | BaseChatModel | None) -> Models:
    """The models of a graph: a chat model drafts and reviews; None leaves both to the playbook."""
    if models is None:
        return Models()
    if isinstance(models, BaseChatModel):
        model = model_of(models)
        return Models(draft=model, review=model)
    return models


def options_for(
    context: Mapping[str, Any] | None, models: Models, max_revisions: int = MAX_REVISIONS
) -> Options:
    """The context's choices, and the graph's defaults elsewhere. Raises InvalidRequest."""
    if not context:
        return Options(models.draft, models.review, max_revisions)
    draft, review = models.draft, models.review
    model, review_model = context.get("model"), context.get("review_model")
    if model is not None:
        draft = review = _model_for("model", model, models)
    if review_model is not None:
        review = _model_for("review_model", review_model, models)
    if context.get("max_revisions") is not None:
        max_revisions = _revisions(context["max_revisions"])
    autonomy = _autonomy(context.get("autonomy"))
    return Options(draft, review, max_revisions, autonomy)


def _autonomy(value: Any) -> Autonomy | None:
    """What may go out without a person in this run; None for what the site says."""
    if value is None:
        return None
    if value not in get_args(Autonomy):
        raise InvalidRequest(f"context.autonomy: expected one of {', '.join(get_args(Autonomy))}.")
    return cast(Autonomy, value)


def _revisions(value: Any) -> int:
    """The number, if it is one that a run may choose."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= MOST_REVISIONS:
        raise InvalidRequest(f"context.max_revisions: {REVISIONS_EXPECTED}")
    return int(value)


def _model_for(key: str, name: Any, models: Models) -> Model | None:
    """The model that the context names under `key`; None for `playbook`."""
    if not isinstance(name, str) or not is_model_name(name):
        raise InvalidRequest(f"context.{key}: {MODEL_WANTED}.")
    model = models.by_name(name)
    if model is None and name != "playbook":
        raise InvalidRequest(
            f"context.{key}: this graph was built without a way to open models by name."
        )
    return model
