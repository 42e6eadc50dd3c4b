"""Where the demo's mail goes: into a folder, readable at /demo/mail/."""

import hashlib
import os
from email import message_from_bytes, policy

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


def mailbox():
    """The folder that holds one file a mail."""
    return settings.DEMO_FOLDER / "mail"


class DemoBackend(BaseEmailBackend):
    """Keeps each mail once, by its Message-ID: a mail handed over twice arrives once."""

    def send_messages(self, email_messages):
        """Write the mails down; returns how many were handed over, as Django's backends do."""
        mailbox().mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = hashlib.sha256(content["Message-ID"].encode()).hexdigest()
            try:
                handle = os.open(mailbox() / f"{name}.eml", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(content.as_bytes())
        return len(email_messages)


def received(most=200):
    """The newest mails as dictionaries of ``name, to, subject, date``."""
    newest = sorted(mailbox().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_head(path.stem, _parsed(path)) for path in newest[:most]]


def read(name):
    """One mail with its text; None if there is none of that name."""
    path = mailbox() / f"{name}.eml"
    if not path.exists():
        return None
    message = _parsed(path)
    body = message.get_body(preferencelist=("plain", "html"))
    attached = [part.get_filename() for part in message.iter_attachments()]
    return _head(name, message) | {"text": body.get_content() if body else "", "attachments": attached}


def _parsed(path):
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _head(name, message):
    return {"name": name, "to": message["To"], "subject": message["Subject"], "date": message["Date"].datetime}
