# Drives the stand-in with libSQL's own client, so that the store is tested against what a server does.
import asyncio, subprocess, sys, tempfile

import libsql_client


async def main():
    folder = tempfile.mkdtemp()
    server = subprocess.Popen(
        [sys.executable, sys.argv[1], folder + "/a.db", "-", "-", "secret"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    url = "http://127.0.0.1:" + server.stdout.readline().strip()
    async with libsql_client.create_client(url + "/", auth_token="secret") as client:
        await client.execute("CREATE TABLE t (a, b)")
        result = await client.batch([
            libsql_client.Statement("INSERT INTO t VALUES (?, ?)", [1, b"\x00\xff"]),
            libsql_client.Statement("INSERT INTO t VALUES (?, ?)", [None, "text"]),
            "SELECT * FROM t ORDER BY a"])
        rows = [tuple(row) for row in result[2].rows]
        assert rows == [(None, "text"), (1, b"\x00\xff")], rows
        assert result[0].rows_affected == 1
        try:
            await client.batch(["INSERT INTO t VALUES (9, 9)", "INSERT INTO missing VALUES (1)"])
            raise AssertionError("it has no such table")
        except libsql_client.LibsqlError as error:
            assert "no such table" in str(error), error
        count = await client.execute("SELECT count(*) FROM t")
        assert count.rows[0][0] == 2, count.rows
    async with libsql_client.create_client(url + "/", auth_token="wrong") as client:
        try:
            await client.execute("SELECT 1")
            raise AssertionError("the token is wrong")
        except libsql_client.LibsqlError:
            pass
    server.stdin.close()
    server.wait()
    print("libsql-client and the stand-in agree")


asyncio.run(main())
