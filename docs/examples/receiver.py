from http.server import BaseHTTPRequestHandler

from standardwebhooks import Webhook, WebhookVerificationError

# What this backend keeps of a payment, by provider and reference; in a database, in the place of a dictionary.
payments: dict[tuple[str, str], dict] = {}


def receiver(secret: str) -> type[BaseHTTPRequestHandler]:
    webhook = Webhook(secret)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                # The signature is of these very bytes: parse nothing before.
                message = webhook.verify(body.decode(), {name.lower(): value for name, value in self.headers.items()})
            except WebhookVerificationError:
                return self.answer(401)
            data = message["data"]
            key = (data["provider"], data["refId"])
            # A repeat, or a message that a later one has overtaken, changes nothing. It is answered like any other.
            if key not in payments or message["timestamp"] > payments[key]["timestamp"]:
                payments[key] = {"status": data["status"], "type": message["type"], "timestamp": message["timestamp"]}
            self.answer(204)

        def answer(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()

    return Receiver
