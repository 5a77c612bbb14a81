"""A command that runs in this process: what it has told so far, and a bell for those who listen."""

import asyncio
from collections.abc import AsyncIterator

from graph.events import Event
from graph.state import Output


class LiveRun:
    """The events of a run, for any number of listeners."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.output: Output | None = None  # where it was saved here
        self.ended = asyncio.Event()
        self._bell = asyncio.Event()

    def tell(self, event: Event) -> None:
        """Adds an event and wakes who listens; after `saved` and `failed` nobody need wait any
        longer.
        """
        self.events.append(event)
        if event["event"] in ("saved", "failed"):
            self.end()
        else:
            self._ring()

    def end(self) -> None:
        """No further event will come."""
        self.ended.set()
        self._ring()

    def _ring(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    async def listen(self) -> AsyncIterator[Event]:
        """The events so far, and then each as it comes, until the run has ended."""
        count = 0
        while True:
            bell = self._bell
            for event in self.events[count:]:
                yield event
                count += 1
            if self.ended.is_set():
                return
            await bell.wait()
