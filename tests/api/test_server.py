"""The server as a whole: its socket."""

import asyncio
import socket

from hub.api.server import listen


async def test_what_is_sent_to_a_client_leaves_at_once_and_waits_for_no_acknowledgement() -> None:
    accepted: asyncio.Queue[int] = asyncio.Queue()

    async def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served: socket.socket = writer.get_extra_info("socket")
        await accepted.put(served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        await writer.wait_closed()

    listener = listen("127.0.0.1", 0)
    async with await asyncio.start_server(note, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        assert await accepted.get() == 1
        writer.close()
        await writer.wait_closed()
