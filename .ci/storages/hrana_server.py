# A stand-in for a libSQL server: runs the statements of the Hrana protocol over HTTP in SQLite.
#
# hrana_server.py DATABASE CERTIFICATE KEY TOKEN: prints the port and serves over TLS until its input ends. With "-" for the
# certificate it serves without TLS. A request whose path begins with /fail/N answers each Nth request with status 503, before
# or after running it in turns.
import base64, http.server, json, socketserver, sqlite3, ssl, sys, threading

database, certificate, key, token = sys.argv[1:5]
lock = threading.Lock()
counter = {"requests": 0}


def to_sql(value):
    kind = value["type"]
    if kind == "null":
        return None
    if kind == "integer":
        return int(value["value"])
    if kind == "float":
        return float(value["value"])
    if kind == "text":
        return value["value"]
    text = value["base64"]
    return base64.b64decode(text + "=" * (-len(text) % 4))


def from_sql(value):
    if value is None:
        return {"type": "null"}
    if isinstance(value, int):
        return {"type": "integer", "value": str(value)}
    if isinstance(value, float):
        return {"type": "float", "value": value}
    if isinstance(value, str):
        return {"type": "text", "value": value}
    return {"type": "blob", "base64": base64.b64encode(value).decode().rstrip("=")}


def execute(connection, statement):
    arguments = [to_sql(value) for value in statement.get("args") or []]
    for named in statement.get("named_args") or []:
        raise ValueError("named arguments")
    cursor = connection.execute(statement["sql"], arguments)
    columns = [{"name": column[0]} for column in cursor.description or []]
    rows = [[from_sql(value) for value in row] for row in cursor.fetchall()]
    return {"cols": columns, "rows": rows if statement.get("want_rows", True) else [],
            "affected_row_count": max(0, cursor.rowcount), "last_insert_rowid": str(cursor.lastrowid or 0)}


def holds(condition, results, errors):
    if condition is None:
        return True
    kind = condition["type"]
    if kind == "ok":
        return results[condition["step"]] is not None
    if kind == "error":
        return errors[condition["step"]] is not None
    if kind == "not":
        return not holds(condition["cond"], results, errors)
    if kind == "and":
        return all(holds(part, results, errors) for part in condition["conds"])
    return any(holds(part, results, errors) for part in condition["conds"])


def batch(connection, steps):
    results, errors = [], []
    for step in steps:
        result = error = None
        if holds(step.get("condition"), results, errors):
            try:
                result = execute(connection, step["stmt"])
            except (sqlite3.Error, ValueError) as failure:
                error = {"message": str(failure), "code": "SQLITE_ERROR"}
        results.append(result)
        errors.append(error)
    return {"step_results": results, "step_errors": errors}


def pipeline(connection, requests):
    results = []
    for request in requests:
        try:
            if request["type"] == "batch":
                response = {"type": "batch", "result": batch(connection, request["batch"]["steps"])}
            elif request["type"] == "execute":
                response = {"type": "execute", "result": execute(connection, request["stmt"])}
            elif request["type"] == "close":
                response = {"type": "close"}
            else:
                raise ValueError("unknown request " + request["type"])
            results.append({"type": "ok", "response": response})
        except (sqlite3.Error, ValueError) as failure:
            results.append({"type": "error", "error": {"message": str(failure), "code": "SQLITE_ERROR"}})
    return {"baton": None, "base_url": None, "results": results}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers.get("Authorization") != "Bearer " + token:
            return self.answer(401, {"error": "the token is not known"})
        path, fails = self.path, False
        with lock:
            counter["requests"] += 1
            number = counter["requests"]
        if path.startswith("/fail/"):
            _, _, every, path = path.split("/", 3)
            path = "/" + path
            fails = number % int(every) == 0
        if fails and number // int(every) % 2 == 0:
            return self.answer(503, {"error": "before"})
        connection = sqlite3.connect(database, isolation_level=None, timeout=20)
        try:
            if path == "/v2/pipeline":
                answer = pipeline(connection, body["requests"])
            elif path == "/v1/execute":
                answer = {"result": execute(connection, body["stmt"])}
            elif path == "/v1/batch":
                answer = {"result": batch(connection, body["batch"]["steps"])}
            else:
                return self.answer(404, {"error": "no such path"})
        except sqlite3.Error as failure:
            return self.answer(400, {"message": str(failure), "code": "SQLITE_ERROR"})
        finally:
            # What was not committed is undone, as when a stream ends.
            connection.close()
        self.answer(503, {"error": "after"}) if fails else self.answer(200, answer)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
if certificate != "-":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
