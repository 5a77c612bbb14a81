"""The limits that copy is written to, and checked against.

Lengths are what a channel shows in full: a subject in a phone's inbox, LinkedIn's note to a
connection (300 characters), two SMS segments (320).
"""

from typing import Final

from tools.domain.site import Site
from tools.domain.vocabulary import Channel

SUBJECT_LIMIT: Final = 60  # characters, exclusive
FEWEST_EMAIL_WORDS: Final = 20  # the upper limit is the site's: Site.max_email_words
SPOKEN_WORDS: Final = 150  # exclusive; about a minute
MEETING_WORDS: Final = 125

CHARACTER_LIMITS: Final[dict[Channel, int]] = {  # exclusive
    Channel.LINKEDIN_MESSAGE: 300,
    Channel.WHATSAPP: 500,
    Channel.SMS: 320,
}
WORD_LIMITS: Final[dict[Channel, tuple[int, int]]] = {
    Channel.MEETING: (20, MEETING_WORDS),
    Channel.VIDEO_MESSAGE: (10, MEETING_WORDS),
    Channel.CALL: (5, MEETING_WORDS),
}
SCRIPTED: Final = frozenset({Channel.CALL, Channel.VIDEO_MESSAGE})

MEETING_MINUTES: Final = frozenset({10, 15, 20, 30})  # what an ask may propose
MIN_GAP_HOURS: Final = 12  # between two touches
SIMILAR: Final = 0.6  # shared five-word runs above which two touches repeat each other
MAX_REVISIONS: Final = 2  # afterwards, without approval, a person has to look


def word_limits(channel: Channel, site: Site) -> tuple[int, int]:
    """Returns the fewest and the most words of a channel's content; for e-mails a site decides."""
    if channel is Channel.EMAIL:
        return FEWEST_EMAIL_WORDS, site.max_email_words
    return WORD_LIMITS.get(channel, (1, 10_000))
