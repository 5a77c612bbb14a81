"""How a model's key, address and name are read: as they were meant, or refused in one line."""

import pytest

from tools.errors import InvalidSettings
from tools.settings import Settings


def settings(**values: str) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.mark.parametrize(
    "url", [" http://h:1/v1\n", "http://h:1/v1/", "http://h:1/v1/chat/completions"]
)
def test_an_address_is_read_without_what_is_around_it(url: str) -> None:
    assert settings(OPENAI_BASE_URL=url).openai_base_url == "http://h:1/v1"


@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", "OPENAI_API_KEY"])
@pytest.mark.parametrize("value", ["", " ", "\n"])
def test_a_blank_key_or_address_is_none(name: str, value: str) -> None:
    assert getattr(settings(**{name: value}), name.lower()) is None


def test_a_key_and_a_name_are_read_without_the_line_break_after_them() -> None:
    key = settings(OPENAI_API_KEY=" sk-1 \n").openai_api_key
    assert key
    assert key.get_secret_value() == "sk-1"
    assert settings(model=" openai:m\n").model == "openai:m"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_API_KEY", "sk-1\nsk-2"),
        ("OPENAI_API_KEY", "sk-“quoted”"),
        ("OPENAI_BASE_URL", "http://h:1/v1\nhttp://h:2/v1"),
        ("OPENAI_BASE_URL", "http://h:99999/v1"),
        ("OPENAI_BASE_URL", "http://h:port/v1"),
        ("OPENAI_BASE_URL", "http://[::1/v1"),
        ("OPENAI_BASE_URL", "http://:80/v1"),
        ("OPENAI_BASE_URL", "ftp://h/v1"),
        ("model", "openai:two words"),
        ("model", " "),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line_without_its_value(
    name: str, value: str
) -> None:
    with pytest.raises(InvalidSettings) as caught:
        settings(**{name: value})
    line = str(caught.value)
    assert "\n" not in line
    assert value.strip() == "" or value not in line
