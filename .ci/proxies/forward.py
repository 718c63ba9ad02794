"""Carries connections from ::1 to 127.0.0.1, where the local server listens: PYTHON forward.py PORT SERVERPORT."""

import asyncio
import sys

port, server_port = int(sys.argv[1]), int(sys.argv[2])


async def carry(reader, writer):
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    try:
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", server_port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(carry(reader, server_writer), carry(server_reader, writer))


async def main():
    server = await asyncio.start_server(serve, "::1", port)
    await server.serve_forever()


asyncio.run(main())
