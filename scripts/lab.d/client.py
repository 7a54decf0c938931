"""HTTP with JSON bodies, as Keystone and Glance speak it."""

import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    headers: object
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    def __init__(self, authority=None):
        """`authority` is the file of the certificate authority to trust, when the servers speak TLS."""
        context = ssl.create_default_context(cafile=authority) if authority else None
        # The lab is on loopback: a proxy from the environment must not be asked.
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)).open

    def send(self, method, url, body=None, token=None, seconds=30):
        headers = {"Accept": "application/json"}
        if token:
            headers["X-Auth-Token"] = token
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with self._open(request, timeout=seconds) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.headers, refusal.read())

    def status(self, url):
        """The status of a plain GET, or None where nobody answers."""
        try:
            return self.send("GET", url, seconds=20).status
        except OSError:
            return None
