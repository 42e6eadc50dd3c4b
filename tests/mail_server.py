"""A mail server as small as its protocol allows: it takes letters, refuses them, or goes silent."""

import socketserver
import threading
from email import message_from_string

from django.core import mail

from grants.jobs import actions as jobs
from grants.jobs.models import Job

ACCEPT, BUSY, UNKNOWN, HOLD, LOSE_THE_ANSWER = "accept", "busy", "unknown", "hold", "lose the answer"


def delivered():
    """What has arrived in Django's box of the tests once the waiting letters were sent."""
    for job in Job.objects.filter(kind="send_message", state="queued").order_by("pk"):
        jobs.run(job.pk)
    return mail.outbox


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 ready")
        for raw in self.rfile:
            verb = raw.decode().strip().upper()
            if verb.startswith("DATA"):
                self._say("354 go on")
                if not self._take():
                    return
            elif verb.startswith("QUIT"):
                self._say("221 bye")
                return
            elif verb.startswith("RCPT") and self.server.mode == UNKNOWN:
                self._say("550 no such person")
            else:
                self._say("250 ok")

    def _take(self):
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.decode())
        letter = message_from_string("".join(lines))
        mode = self.server.mode
        if mode == BUSY:
            self._say("451 try later")
            return True
        if mode == HOLD:
            self.server.holding.set()
            self.server.released.wait(30)
            return False
        self.server.letters.append((letter["Message-ID"], letter["To"], letter["Subject"]))
        if mode == LOSE_THE_ANSWER:
            self.server.holding.set()
            self.server.released.wait(30)
            return False
        self._say("250 taken")
        return True

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """``letters`` holds (Message-ID, To, Subject) of what it took responsibility for."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.mode, self.letters = ACCEPT, []
        self.holding, self.released = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        """Where it listens, on loopback."""
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """A client that was killed is what some tests are about."""

    def close(self):
        """Let sessions that wait go, and stop."""
        self.released.set()
        self.shutdown()
        self.server_close()
