"""Texts that only their recipient may read, closed until they are sent: with a key made of SECRET_KEY.

Whoever reads the database, or a copy of it, finds no link there that opens an account.
"""

import base64
import json

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(subject, body) -> str:
    """The two as one closed text."""
    return _box().encrypt(json.dumps([subject, body]).encode()).decode()


def unseal(text) -> tuple[str, str]:
    """Subject and body again. Raises cryptography's InvalidToken when SECRET_KEY has changed since."""
    subject, body = json.loads(_box().decrypt(text.encode()))
    return subject, body


def _box():
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret):
    return base64.urlsafe_b64encode(salted_hmac(__name__, "key", secret=secret, algorithm="sha256").digest())
