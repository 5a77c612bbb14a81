"""A site: the company that sells, its people, its agents, its products, and what it knows."""

from datetime import date
from typing import Final, Literal, get_args

from pydantic import Field

from tools.domain.vocabulary import Channel, Role, Value

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Autonomy = Literal["person", "supervised", "rules"]
WEEKDAYS: Final = get_args(Weekday)  # as `date.weekday()` counts them


class Site(Value):
    """The company that sells, and what it allows.

    `rest_days` lie between the last touch of a sequence and the first of the next. `sending_hours`
    are local hours by channel and weekday, such as {"email": {"mon": "10:00-12:00"}}: a weekday
    that is left out is closed, a channel that is left out has the usual hours. `law` says whether
    what a law wants of a touch and it lacks is told ("advise") or holds it for a person
    ("enforce"): `postal_address`, `opt_out` (how to say no) and `disclosure` (that an AI writes)
    are things that laws want. `about` is a sentence on what the company does and whom it serves,
    and `discount_conditions` what an allowed discount depends on. `form_of_address` is how Spanish
    copy speaks to a lead. `autonomy` says what may go out without a person: nothing ("person"),
    what both supervisors approve, a model's draft only where a model reviewed it ("supervised"), or
    whatever the rules approve ("rules").
    """

    id: str
    name: str
    url: str | None = None
    language: str = "en"
    timezone: str = "UTC"
    country: str | None = None
    discount_allowed_percent: int = Field(0, ge=0, le=100)
    region: str | None = None
    max_touches_a_day: int = Field(1, ge=1, le=10)
    max_touches_in_30_days: int = Field(10, ge=1, le=100)
    max_touches_a_year: int = Field(60, ge=1, le=366)
    rest_days: int = Field(0, ge=0, le=365)
    days_off: tuple[date, ...] = ()
    sending_hours: dict[Channel, dict[Weekday, str]] = Field({})
    law: Literal["advise", "enforce"] = "advise"
    postal_address: str | None = None
    opt_out: str | None = None
    disclosure: str | None = None
    max_email_words: int = Field(125, ge=70, le=300)
    words_to_avoid: tuple[str, ...] = ()
    about: str | None = None
    discount_conditions: str | None = None
    form_of_address: Literal["usted", "tú"] = "usted"
    autonomy: Autonomy = "supervised"


class User(Value):
    """A sales representative, in whose name the lead is written to.

    `signature` is how they sign an e-mail; without one, it is name, title and company.
    """

    id: str
    site_id: str
    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    signature: str | None = None


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
