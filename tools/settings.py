"""The settings: from the environment, else from `.env` in the working directory."""

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tools.db.url import parse_database_url
from tools.errors import InvalidSettings

PREFIX: Final = "LEAD_FOLLOWUP_"
MODEL_WANTED: Final = "expected playbook or openai:NAME, for example openai:gpt-4.1-mini"
SQLITE_FILE: Final = re.compile(r"(sqlite(?:\+\w+)?:///)([^?]+)(.*)")


def is_model_name(name: str) -> bool:
    """Whether a model is named as we name them: `playbook`, or `openai:NAME`."""
    return name == "playbook" or re.fullmatch(r"openai:\S+", name) is not None


def is_web_address(url: str) -> bool:
    """Whether a URL is one that can be asked: with a host, and with a port that there can be."""
    if not re.fullmatch(r"https?://[^\s/?#]+[!-~]*", url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class Settings(BaseSettings):
    """`DATABASE_URL`, `OPENAI_API_KEY` and `OPENAI_BASE_URL` by their usual names, ours with
    LEAD_FOLLOWUP_.

    Raises InvalidSettings, in one sentence, for the first setting that cannot be used.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="ignore",
        env_ignore_empty=True,
        validate_default=True,
    )

    database_url: str = Field("sqlite:///lead_followup.db", validation_alias="DATABASE_URL")
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")
    model: str = Field("playbook", description="who drafts: `playbook`, or `openai:NAME`")
    review_model: str | None = Field(
        None, description="who reviews besides the rules: as `model`, unless given"
    )
    max_revisions: int = Field(
        2, ge=0, le=5, description="how often a draft may be sent back before a person looks"
    )
    model_timeout_s: float = Field(60, gt=0, description="for one answer, retries included")
    model_retries: int = Field(2, ge=0, le=10)
    model_temperature: float | None = Field(
        None, ge=0, le=2, description="the model's own, unless given"
    )
    model_concurrency: int = Field(128, ge=1, description="model calls at the same time")
    token_budget: int = Field(
        60_000, gt=0, description="tokens one command may spend before the playbook goes on"
    )
    demo: bool = Field(False, description="load the demo data into a database that is new")
    law_file: Path | None = Field(
        None, description="a file of your own in place of tools/law/rules.toml"
    )
    wait_s: float = Field(
        60, ge=0, le=600, description="how long a POST waits for its sequence before it answers 202"
    )
    slots: int = Field(256, ge=1, le=1000, description="commands that run at the same time")
    queue_limit: int = Field(
        1_000, ge=1, description="commands that may wait for a slot before a POST gets 503"
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="origins whose pages may call the API, separated by commas"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="host names to answer to, besides loopback's on a loopback address"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    otlp_endpoint: str | None = Field(None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    trace_content: bool = Field(
        False, description="put prompts and answers, and so leads' data, into the spans"
    )

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            fault = error.errors()[0]
            raise _invalid(str(fault["loc"][0]), fault) from None

    @field_validator("database_url")
    @classmethod
    def from_the_root(cls, url: str) -> str:
        """A relative SQLite path made absolute once, here: it must not change with the working
        directory.
        """
        parse_database_url(url)
        match = SQLITE_FILE.fullmatch(url.strip())
        if not match:
            return url.strip()
        scheme, path, rest = match.groups()
        return f"{scheme}{Path(path).expanduser().absolute()}{rest}"

    @field_validator("model", "review_model")
    @classmethod
    def known_model(cls, name: str | None) -> str | None:
        name = name and name.strip()
        if name is None or is_model_name(name):
            return name
        raise ValueError(MODEL_WANTED)

    @field_validator("openai_base_url", "otlp_endpoint")
    @classmethod
    def web_address(cls, url: str | None) -> str | None:
        url = url and url.strip()
        if not url or is_web_address(url):
            return url or None
        raise ValueError("expected an address such as http://127.0.0.1:8080/v1")

    @field_validator("openai_base_url")
    @classmethod
    def root(cls, url: str | None) -> str | None:
        """The address of the API, also where that of its chat completions was given."""
        return url and url.rstrip("/").removesuffix("/chat/completions")

    @field_validator("openai_api_key")
    @classmethod
    def stripped_key(cls, key: SecretStr | None) -> SecretStr | None:
        text = key.get_secret_value().strip() if key else ""
        if not re.fullmatch(r"[!-~]*", text):
            raise ValueError("expected one word of ASCII letters, without blanks or line breaks")
        return SecretStr(text) if text else None

    @field_validator("cors_origins", "allowed_hosts", mode="before")
    @classmethod
    def split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @property
    def sqlite_file(self) -> str | None:
        """The database's file; None for a server."""
        match = SQLITE_FILE.fullmatch(self.database_url)
        return match[2] if match else None

    @property
    def reviewing_model(self) -> str:
        """Who reviews besides the rules."""
        return self.review_model or self.model


WANTED_BY_FAULT: Final = {
    "float_parsing": "expected a number",
    "int_parsing": "expected a whole number",
    "bool_parsing": "expected true or false",
}


def _invalid(field: str, fault: Any) -> InvalidSettings:
    """One fault of a setting, under the variable's own name; the value itself may be a secret."""
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message.replace("Input should be greater", "expected a number greater")
    message = message.replace("Input should be less", "expected a number less")
    message = message.replace("Input should be", "expected")
    expected = WANTED_BY_FAULT.get(fault["type"], message)
    return InvalidSettings(variable_name(field), "cannot be used", expected)


def variable_name(field: str) -> str:
    """The environment variable of a setting, by its field or its alias."""
    setting = Settings.model_fields.get(field)
    if setting is None:
        return field
    return str(setting.validation_alias or f"{PREFIX}{field.upper()}")


def unknown_variables() -> list[str]:
    """A sentence for each LEAD_FOLLOWUP_ variable that is no setting, with the one that was perhaps
    meant.
    """
    names = [variable_name(field) for field in Settings.model_fields]
    sentences = []
    for name in sorted(os.environ.keys() | _names_in_env_file()):
        if name.startswith(PREFIX) and name not in names:
            close = get_close_matches(name, names, n=1)
            hint = f"; did you mean {close[0]}?" if close else "."
            sentences.append(f"{name} is no setting{hint}")
    return sentences


def _names_in_env_file() -> set[str]:
    try:
        text = Path(".env").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    return set(re.findall(r"^\s*(?:export\s+)?(\w+)\s*=", text, re.MULTILINE))
