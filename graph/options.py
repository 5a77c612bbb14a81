"""What a run may choose: which models draft and review, and how often a draft may be sent back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from langchain_core.language_models import BaseChatModel

from agents.llm import Model, model_of
from agents.policy import MAX_REVISIONS
from tools.errors import InvalidRequest, InvalidSettings
from tools.settings import MODEL_WANTED, is_model_name

MOST_REVISIONS = 5


class Options(NamedTuple):
    """The choices of one run.

    No drafting model: the playbook writes. No review model: rules alone.
    """

    draft: Model | None
    review: Model | None
    max_revisions: int


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

    async def close(self) -> None:
        """Closes the running loop's connections."""
        for model in (self.draft, self.review, *self._opened.values()):
            if model:
                await model.close()


def models_of(models: Models | BaseChatModel | None) -> Models:
    """One chat model drafts and reviews; none leaves both to the playbook and its rules."""
    if models is None:
        return Models()
    if isinstance(models, BaseChatModel):
        model = model_of(models)
        return Models(draft=model, review=model)
    return models


def options_for(
    context: Mapping[str, Any] | None, models: Models, max_revisions: int = MAX_REVISIONS
) -> Options:
    """The graph's defaults, and over them what the run's context says. Raises InvalidRequest."""
    chosen = dict(context or {})
    draft, review = models.draft, models.review
    if (name := chosen.get("model")) is not None:
        draft = review = _model_named("model", name, models)
    if (name := chosen.get("review_model")) is not None:
        review = _model_named("review_model", name, models)
    if (revisions := chosen.get("max_revisions")) is not None:
        if isinstance(revisions, bool) or not isinstance(revisions, int):
            raise InvalidRequest(f"context.max_revisions: {_WHOLE}")
        if not 0 <= revisions <= MOST_REVISIONS:
            raise InvalidRequest(f"context.max_revisions: {_WHOLE}")
        max_revisions = revisions
    return Options(draft, review, max_revisions)


_WHOLE = f"expected a whole number from 0 to {MOST_REVISIONS}."


def _model_named(field_name: str, name: Any, models: Models) -> Model | None:
    if not isinstance(name, str) or not is_model_name(name):
        raise InvalidRequest(f"context.{field_name}: {MODEL_WANTED}.")
    if name != "playbook" and models.by_name(name) is None:
        raise InvalidRequest(
            f"context.{field_name}: this graph was built without a way to open models by name."
        )
    try:
        return models.by_name(name)
    except InvalidSettings as error:
        raise InvalidRequest(str(error)) from error
