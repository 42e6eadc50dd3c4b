"""The browsers of the surge: each request on a connection of its own, as after a pause of half a minute."""

import asyncio
import hashlib
import json
import random
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from benchmarks.seed import WORDS

CSRF = "c" * 32
FORM = "application/x-www-form-urlencoded"
EVERY_SECONDS = 30
"""How often an editor saves, and how often an open page asks who else is there."""

UPLOAD_BYTES, UPLOAD_PIECES = 600_000, 60
LARGE_BYTES, SLOW_BITS_A_SECOND = 20_000_000, 1_000_000
"""A scanned dossier over a line of a village: 160 seconds."""

BROWSE_SECONDS = 5
PATIENCE_SECONDS, RETRY_SECONDS = 60, 3


@dataclass
class Answer:
    """What came back; ``status`` 0 when nothing did."""

    status: int = 0
    headers: dict = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Log:
    """What was measured, what was sent and what was answered."""

    times: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    sent: dict = field(default_factory=dict)
    receipts: dict = field(default_factory=dict)
    uploads: dict = field(default_factory=dict)
    tries: int = 1
    """How often a browser asks before it gives up; between two tries it waits, as the pages do."""

    healed: int = 0

    def note(self, name, seconds, answer, wanted, *, is_last):
        """One request; anything but the ``wanted`` status is an error, unless the next try heals it."""
        self.times.setdefault(name, []).append(seconds)
        if answer.status == wanted:
            return
        if not is_last:
            self.healed += 1
        else:
            self.errors.append(f"{name}: {answer.status} {answer.body[:80].decode(errors='replace')}")


class Browser:
    """One signed-in person."""

    def __init__(self, port, member, log):
        self.port, self.member, self.log = port, member, log
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={member.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"

    async def get(self, name, path):
        """Read a page."""
        return await self.ask(name, "GET", path, b"", FORM, 200)

    async def post(self, name, path, wanted, **fields):
        """Send a form."""
        return await self.ask(name, "POST", path, urlencode(fields).encode(), FORM, wanted)

    async def ask(self, name, method, path, body, kind, wanted, *, over=0.0):
        """One request; ``over`` spreads its body over so many seconds, which are not counted."""
        for left in reversed(range(self.log.tries)):
            began = time.perf_counter()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS + over):
                    answer = await self._ask(method, path, body, kind, over)
            except (OSError, TimeoutError, ValueError, IndexError) as error:
                answer = Answer(body=repr(error).encode())
            self.log.note(name, time.perf_counter() - began - over, answer, wanted, is_last=not left)
            if answer.status == wanted:
                break
            await asyncio.sleep(RETRY_SECONDS if left else 0)
        return answer

    async def send_and_hang_up(self, path):
        """The whole request leaves, and nobody waits for the answer."""
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self._head("POST", path, b"", FORM))
        await writer.drain()
        await _end(writer)

    def _head(self, method, path, body, kind):
        return (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {self.cookie}\r\n"
            f"X-CSRFToken: {CSRF}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()

    async def _ask(self, method, path, body, kind, over):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self._head(method, path, body, kind))
            await self._send(writer, body, over)
            head, _, content = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            await _end(writer)
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        return Answer(int(lines[0].split()[1]), headers, content)

    @staticmethod
    async def _send(writer, body, over):
        if not over:
            writer.write(body)
            return
        step = -(-len(body) // UPLOAD_PIECES)
        for start in range(0, len(body), step):
            writer.write(body[start : start + step])
            await writer.drain()
            await asyncio.sleep(over / UPLOAD_PIECES)


async def _end(writer):
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def edit(browser, name, seconds, turns):
    """Save one answer every half minute while the open page asks who else is there."""
    part, application = browser.member.part, browser.member.application
    save = reverse("applications:autosave", args=[part.public_id])
    presence = reverse("applications:presence", args=[application.public_id])
    texts = browser.log.sent.setdefault(application.draft_id, [])
    every = min(EVERY_SECONDS, seconds)
    await asyncio.sleep(random.uniform(0, every))  # noqa: S311 - when somebody happens to type
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.monotonic()
        text = f"{WORDS * 10} {uuid.uuid4().hex}"
        answer = await browser.post(name, save, 200, key="answer-0", value=text, rev=turns["rev"])
        texts.append((text, answer.status))
        if answer.status == 200:
            turns["rev"] = json.loads(answer.body)["rev"]
        await browser.get("presence", f"{presence}?at=part-{part.slug}")
        await asyncio.sleep(max(0, every - (time.monotonic() - began)))


async def hand_in(browser, seconds, *, twice, cut):
    """Look what submitting does, submit, read the receipt and take its PDF along.

    ``twice``: a double click. ``cut``: the line breaks before the answer, and the person tries again.
    """
    await asyncio.sleep(random.uniform(0, seconds))  # noqa: S311
    submit = reverse("applications:submit", args=[browser.member.application.public_id])
    await browser.get("page before submitting", submit)
    if cut:
        await browser.send_and_hang_up(submit)
    clicks = [browser.post("submit", submit, 302) for _click in range(2 if twice else 1)]
    answers = await asyncio.gather(*clicks)
    places = {answer.headers.get("Location", "") for answer in answers}
    browser.log.receipts[browser.member.application.pk] = places
    for receipt in places - {"", submit}:
        await browser.get("receipt", receipt)
        made = await browser.post("receipt as PDF", f"{receipt}pdf/", 302, language="es")
        if made.status == 302:
            await browser.get("PDF", made.headers["Location"])


async def upload(browser, over, *, wait, size=UPLOAD_BYTES):
    """Send a document over a slow line, in so many seconds, after ``wait``."""
    await asyncio.sleep(wait)
    application = browser.member.application
    address = reverse("applications:upload", args=[application.public_id, "statutes"])
    content = b"%PDF-1.4\n%" + uuid.uuid4().hex.encode() + b"\n" + b"0" * size + b"\n%%EOF\n"
    browser.log.uploads[application.pk] = hashlib.sha256(content).hexdigest()
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="anexo.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n--cut--\r\n"
    )
    kind = "multipart/form-data; boundary=cut"
    await browser.ask("slow upload, after its last byte", "POST", address, body, kind, 302, over=over)


async def warm(port, crowd):
    """What a server that has run for days has behind it: every page drawn once by every process."""
    log = Log()
    browsers = [Browser(port, member, log) for some in crowd.values() for member in some[:4]]
    for _turn in range(4):
        for name, more in (("part", ["relevance"]), ("submit", []), ("documents", []), ("presence", [])):
            addresses = [
                reverse(f"applications:{name}", args=[b.member.application.public_id, *more]) for b in browsers
            ]
            await asyncio.gather(*(b.get("warm", url) for b, url in zip(browsers, addresses, strict=True)))
    if log.errors:
        raise RuntimeError(log.errors[0])


async def befall(troubles, seconds):
    """Each trouble at its time, evenly spread.

    In this thread, though all stand still meanwhile: a server started by another would end with that one.
    """
    for trouble in troubles:
        await asyncio.sleep(seconds / (len(troubles) + 1))
        trouble()


async def run(port, crowd, seconds, log, troubles=()):
    """First the editors alone for half the time, then all at once; each save goes on from the last.

    ``troubles`` are functions that befall the servers meanwhile.
    """
    await warm(port, crowd)
    editors = [(Browser(port, member, log), {"rev": 1}) for member in crowd["editors"]]
    await asyncio.gather(*(edit(one, "autosave, editors alone", seconds / 2, turns) for one, turns in editors))
    handing_in = enumerate(Browser(port, member, log) for member in crowd["submitters"])
    await asyncio.gather(
        *(edit(one, "autosave in the surge", seconds, turns) for one, turns in editors),
        *(hand_in(one, seconds, twice=number % 10 == 0, cut=number % 10 == 1) for number, one in handing_in),
        *(
            upload(Browser(port, member, log), seconds * 0.6, wait=random.uniform(0, seconds / 6))  # noqa: S311
            for member in crowd["uploaders"]
        ),
        befall(troubles, seconds),
    )


async def browse(browser, seconds):
    """Open one page after another, one every few seconds."""
    application = browser.member.application
    pages = [
        reverse(f"applications:{name}", args=[application.public_id]) for name in ("detail", "documents", "budget")
    ]
    await asyncio.sleep(random.uniform(0, BROWSE_SECONDS))  # noqa: S311
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.monotonic()
        await browser.get("page beside slow lines", random.choice(pages))  # noqa: S311
        await asyncio.sleep(max(0, BROWSE_SECONDS - (time.monotonic() - began)))


async def slow_lines(port, crowd, log, size=LARGE_BYTES):
    """All who upload send a large file over a slow line at once, while the others browse (T-FI-06)."""
    await warm(port, crowd)
    seconds = size * 8 / SLOW_BITS_A_SECOND
    await asyncio.gather(
        *(browse(Browser(port, member, log), seconds) for member in crowd["editors"]),
        *(upload(Browser(port, member, log), seconds, wait=0, size=size) for member in crowd["uploaders"]),
    )
