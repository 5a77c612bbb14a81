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

SHORT: Final = "{name}: content is the message itself, under {characters} characters; no script."
SHORT_NAMES: Final = {
    Channel.LINKEDIN_MESSAGE: "linkedin_message",
    Channel.WHATSAPP: "whatsapp",
    Channel.SMS: "sms",
}
MINUTES: Final = " or ".join(map(str, sorted(MEETING_MINUTES)))


def channel_rules(site: Site, channels: Sequence[Channel]) -> Iterator[str]:
    """Yields a line for the subject, and one for each of the channels."""
    yield (
        "subject: two to six words that name the topic, on one line, under "
        f"{SUBJECT_LIMIT} characters."
    )
    for channel in dict.fromkeys(channels):
        yield _rule(site, channel)
    yield f"Calls and meetings take {MINUTES} minutes."


def _rule(site: Site, channel: Channel) -> str:
    if channel in SHORT_NAMES:
        return SHORT.format(name=channel.value, characters=CHARACTER_LIMITS[channel])
    if channel is Channel.EMAIL:
        return (
            f"email: content is the letter with greeting and signature, {FEWEST_EMAIL_WORDS} to "
            f"{site.max_email_words} words; no script."
        )
    if channel is Channel.MEETING:
        fewest, most = WORD_LIMITS[channel]
        return f"meeting: content is the invitation, {fewest} to {most} words; no script."
    if channel is Channel.CALL:
        return (
            "call: content briefs the sender and is never said: why now, what to find out, what to "
            f"have at hand (up to {MEETING_WORDS} words). script is what is said, under "
            f"{SPOKEN_WORDS} words, in paragraphs that begin with Opening:, Question:, If it "
            "fits:, Voicemail: (Apertura:, Pregunta:, Si encaja:, Buzón de voz:)."
        )
    return (
        f"video_message: content briefs the sender who records it (up to {MEETING_WORDS} words); "
        f"script is what is said, under {SPOKEN_WORDS} words. No video exists yet."
    )
