"""The settings: from the environment, else from `.env` in the working directory."""

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`DATABASE_URL`, `OPENAI_API_KEY` and `OPENAI_BASE_URL` by their usual names, ours with LEAD_FOLLOWUP_."""

    model_config = SettingsConfigDict(
        env_prefix="LEAD_FOLLOWUP_", env_file=".env", extra="ignore", env_ignore_empty=True
    )

    database_url: str = Field("sqlite:///lead_followup.db", validation_alias="DATABASE_URL")
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")
    model: str = Field("playbook", description="who drafts: `playbook`, or `openai:NAME`")
    review_model: str | None = Field(None, description="who reviews besides the rules: as `model`, unless given")
    model_timeout_s: float = Field(60, gt=0, description="for one answer, retries included")
    model_retries: int = Field(2, ge=0, le=10)
    model_temperature: float | None = Field(None, ge=0, le=2, description="the model's own, unless given")
    model_concurrency: int = Field(8, ge=1, description="model calls at the same time")
    token_budget: int = Field(60_000, gt=0, description="tokens one command may spend before the playbook goes on")
    demo: bool = Field(False, description="load the demo data into a database that is new")
    wait_s: float = Field(60, ge=0, le=600, description="how long a POST waits for its sequence before it answers 202")
    workers: int = Field(4, ge=1, le=64, description="commands that run at the same time")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    otlp_endpoint: str | None = Field(None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    trace_content: bool = Field(False, description="put prompts and answers, and so leads' data, into the spans")

    @field_validator("model", "review_model")
    @classmethod
    def known_model(cls, name: str | None) -> str | None:
        if name is None or name == "playbook" or (name.startswith("openai:") and len(name) > len("openai:")):
            return name
        raise ValueError("expected `playbook` or `openai:NAME`, for example openai:gpt-4.1-mini")

    @property
    def sqlite_file(self) -> str | None:
        """The database's file; None for a server."""
        found = re.fullmatch(r"sqlite(?:\+\w+)?:///(.+)", self.database_url)
        return found[1] if found else None

    @property
    def reviewing_model(self) -> str:
        return self.review_model or self.model
