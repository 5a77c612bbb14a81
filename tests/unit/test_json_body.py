"""The body of a request, read with care."""

import asyncio

import pytest
from fastapi import Request

from api.errors import BodyTooSlow
from api.json_body import read_json


async def test_a_body_that_does_not_arrive_in_time_is_408() -> None:
    async def receive() -> dict[str, object]:
        await asyncio.sleep(60)
        return {"type": "http.request", "body": b"{}", "more_body": False}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(BodyTooSlow, match=r"within 0\.01 seconds") as told:
        await read_json(request, timeout_s=0.01)
    assert told.value.status == 408
