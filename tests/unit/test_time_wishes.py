"""Whether a lead has said when it can be reached."""

import pytest

from agents.playbook.time_wishes import names_times
from tests.factories import interaction


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Call me about the app, best after 2pm, any day but Friday", True),
        ("Mornings only, asleep after 12", True),
        ("Que la llamemos a partir de las 17 h", True),
        ("Mejor por la tarde", True),
        ("Asked to be called back on Friday after 15:00", True),
        ("Demo on Tuesday at 14:00", False),
        ("Asked whether it works with Excel", False),
        ("Reunión el jueves 7 de enero a las 16 h", False),
        ("Likes it, but the price is high", False),
    ],
)
def test_a_wish_for_a_time_is_told_from_an_appointment(note: str, names: bool) -> None:
    assert names_times([interaction(summary=note)]) is names
