"""A webhook receiver that keeps what it gets, and can be down: each delivery with its id, body and signature's verdict."""
import base64
import hashlib
import hmac
import http.server
import json
import os
import threading
import time

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Delivery:
    def __init__(self, headers, body, status):
        self.id = headers.get("webhook-id")
        self.digest = hashlib.sha256(body).hexdigest()
        self.status = status
        self.time = time.time()
        signed = f"{self.id}.{headers.get('webhook-timestamp')}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        self.is_signed = wanted in headers.get("webhook-signature", "").split()
        self.bytes = len(body)
        event = json.loads(body)
        self.type = event["type"].removeprefix("io.driftmonitor.")
        self.has_same_id = event["id"] == self.id
        self.alert, self.sequence = event["data"]["alert_id"], event["data"]["sequence"]
        self.fingerprint = event["data"].get("fingerprint")
        self.targets = [target["target"] for target in event["data"].get("targets", [])]
        self.changes = event["data"].get("drift", {}).get("changes", [])

    @property
    def arrived(self):
        return 200 <= self.status < 300


class Sink:
    """Modes: ok; down (nothing listens to what is asked: the connection is reset); 503; late (answers after the message was kept
    and a pause); lost (keeps the message, then resets: the sender cannot know)."""

    def __init__(self):
        self.mode = "ok"
        self.deliveries = []
        self.refused = 0
        self.lock = threading.Lock()
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                mode = sink.mode
                status = {"ok": 200, "late": 200, "lost": 200, "503": 503}.get(mode, 0)
                with sink.lock:
                    if status:
                        sink.deliveries.append(Delivery(self.headers, body, status))
                    else:
                        sink.refused += 1
                if mode == "late":
                    time.sleep(0.3)
                if mode in ("down", "lost"):
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

            def handle_error(self, request, address):
                pass  # Senders are killed here; their broken connections are no news.

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def all(self):
        with self.lock:
            return list(self.deliveries)

    def arrived(self):
        return [delivery for delivery in self.all() if delivery.arrived]

    def clear(self):
        with self.lock:
            self.deliveries, self.refused = [], 0

    def stop(self):
        self.server.shutdown()
