"""A site: the company that sells, its people, its agents, its products, and what it knows."""

from pydantic import Field

from tools.domain.vocabulary import Role, Value


class Site(Value):
    """The company that sells, and what it allows."""

    id: str
    name: str
    url: str | None = None
    language: str = "en"
    timezone: str = "UTC"
    country: str | None = None
    discount_allowed_percent: int = Field(0, ge=0, le=100)
    max_touches_in_30_days: int = Field(10, ge=1, le=100)
    max_email_words: int = Field(125, ge=70, le=300)
    words_to_avoid: tuple[str, ...] = ()


class User(Value):
    """A sales representative, in whose name the lead is written to."""

    id: str
    site_id: str
    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None


class Agent(Value):
    """An AI role of a site, and the user it works for."""

    id: str
    site_id: str
    user_id: str | None = None
    role: Role = Role.SALES
    name: str | None = None
    active: bool = True
    instructions: str | None = None


class Product(Value):
    """Something the site sells, in the words of its catalogue."""

    id: str
    site_id: str
    name: str
    description: str | None = None
    price: str | None = None


class Passage(Value):
    """A piece of the site's own knowledge; `source` is the page or file it stands in."""

    source: str
    title: str | None
    text: str
