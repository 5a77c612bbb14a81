"""What a touch's fields are for on each channel, and how long they may be, in words for a model."""

from collections.abc import Iterator, Sequence
from typing import Final

from agents.policy import (
    CHARACTER_LIMITS,
    FEWEST_EMAIL_WORDS,
    MEETING_MINUTES,
    MEETING_WORDS,
    SPOKEN_WORDS,
    SUBJECT_LIMIT,
    WORD_LIMITS,
)
from tools.domain.site import Site
from tools.domain.vocabulary import Channel

MINUTES: Final = ", ".join(map(str, sorted(MEETING_MINUTES)))


def channel_rules(site: Site, channels: Sequence[Channel]) -> Iterator[str]:
    """Yields a line for the subject, and one for each of the channels."""
    yield f"subject: two to six words that name the topic, under {SUBJECT_LIMIT} characters."
    for channel in dict.fromkeys(channels):
        yield f"{channel}: {_rule(site, channel)}"
    if {Channel.CALL, Channel.MEETING} & {*channels}:
        yield f"A call or meeting takes {MINUTES} minutes."


def _rule(site: Site, channel: Channel) -> str:
    if channel is Channel.EMAIL:
        words = f"{FEWEST_EMAIL_WORDS} to {site.max_email_words} words"
        return f"content is the letter with greeting and signature, {words}; no script."
    if channel is Channel.MEETING:
        fewest, most = WORD_LIMITS[channel]
        return f"content is the invitation, {fewest} to {most} words; no script."
    if channel is Channel.CALL:
        return (
            "content briefs the sender and is never said: why now, what to find out, have at hand "
            f"and aim for, up to {MEETING_WORDS} words. script is what is said, up to "
            f"{SPOKEN_WORDS - 1} words: Opening:, Question:, If it fits:, Voicemail: (in Spanish "
            "Apertura:, Pregunta:, Si encaja:, Buzón de voz:), a paragraph each."
        )
    if channel is Channel.VIDEO_MESSAGE:
        return (
            f"content briefs the sender who records it, up to {MEETING_WORDS} words; script is "
            f"what is said, up to {SPOKEN_WORDS - 1} words. No video exists yet."
        )
    return f"content is the message, under {CHARACTER_LIMITS[channel]} characters; no script."
