"""`make bench-alike`: what an answer's time would tell a stranger (T-AU-01, T-AC-25).

Signing in with an unknown address, a wrong password, a closed account and one without password; searching, as
an assessor, for a word of applications others assess and for one that stands nowhere. In turn, through
the whole application in this process, so that the network says nothing; judged by processor time, which stays
true on a machine where others work too. Exit code 1 when medians lie further apart than the target.
"""

import argparse
import os
import statistics
import sys
import time
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.sessions import session_of  # noqa: E402

TARGET_MS = 20
CANARY, NOWHERE = "granate", "cobalto"
"""A word of what is hidden, and one as long that stands nowhere."""


def people():
    """Somebody who signs in, somebody whose account is closed, somebody without password."""
    from grants.models import User
    from tests.factories import UserFactory

    word = uuid.uuid4().hex
    known, closed, without = (UserFactory(email=f"{name}-{word}@bench.example") for name in ("k", "c", "w"))
    known.set_password(f"right-{word}")
    closed.set_password(f"right-{word}")
    closed.is_active = False
    without.set_unusable_password()
    User.objects.bulk_update([known, closed, without], ["password", "is_active"])
    return {
        "unknown address": (f"nobody-{word}@bench.example", f"right-{word}"),
        "wrong password": (known.email, "quite another one"),
        "closed account": (closed.email, f"right-{word}"),
        "account without password": (without.email, "quite another one"),
    }


def logins():
    """{what is tried: function that tries it once}; limits of attempts are forgotten between two tries."""

    def one(email, password):
        cache.clear()
        answer = Client().post("/accounts/login/", {"login": email, "password": password})
        return answer.status_code, len(answer.content) - len(email)

    return {name: (lambda pair=pair: one(*pair)) for name, pair in people().items()}


def searches():
    """{what is searched for: function}: by an assessor, for the title of what is assessed by others."""
    from grants import clock
    from grants.models import Candidate
    from grants.roles import Role
    from tests.factories import NOON, CallFactory, UserFactory
    from tests.grants.evaluation.scored import assign, rules_for, signed_assessor
    from tests.life import candidate_of, evaluation_of, several

    call = CallFactory(slug=uuid.uuid4().hex, reference=f"B-{uuid.uuid4().hex[:6]}")
    officer, assessor = UserFactory(role=Role.OFFICER), UserFactory(role=Role.ASSESSOR)
    with clock.at(NOON):
        rules_for(call)
        seen = several(call, 3, title="Café sin deforestación")
        hidden = several(call, 12, title=f"Cacao y {CANARY}")
    evaluation = evaluation_of(call, by=officer)
    with clock.at(evaluation.opened_at):
        candidates = [candidate_of(one, evaluation) for one in [*seen, *hidden]]
        Candidate.objects.update(state="eligible")
        mine = signed_assessor(evaluation, assessor, by=officer)
        for candidate in candidates[: len(seen)]:
            candidate.refresh_from_db()
            assign(candidate, mine, by=officer)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(assessor)

    def one(word):
        answer = client.get(f"/evaluation/{evaluation.public_id}/", {"q": word})
        assert answer.status_code == 200, answer.status_code
        return answer.status_code, len(answer.content)

    return {"a word of what one may not see": lambda: one(CANARY), "a word that stands nowhere": lambda: one(NOWHERE)}


def medians(kinds, rounds):
    """{name: median milliseconds of processor}, tried in turn; the answers must be the same but for what was sent."""
    times, answers = {name: [] for name in kinds}, {}
    for turn in range(rounds + 2):
        for name, work in kinds.items():
            began = time.process_time()
            answers[name] = work()
            if turn > 1:  # the first ones fill caches
                times[name].append((time.process_time() - began) * 1000)
    if len(set(answers.values())) > 1:
        raise SystemExit(f"The answers differ: {answers}")
    return {name: statistics.median(some) for name, some in times.items()}


def main(arguments):
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(prog="benchmarks.alike")
    parser.add_argument("--rounds", type=int, default=50)
    rounds = parser.parse_args(arguments).rounds
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    apart = []
    for what, kinds in (("sign-in", logins()), ("search", searches())):
        found = medians(kinds, rounds)
        for name, milliseconds in found.items():
            print(f"{what:8} {name:28} {milliseconds:8.1f} ms")
        apart.append(max(found.values()) - min(found.values()))
        print(f"{what:8} {'furthest apart':28} {apart[-1]:8.1f} ms (target {TARGET_MS})")
    return 1 if max(apart) > TARGET_MS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
