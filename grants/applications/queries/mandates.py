"""Whether each co-applicant still stands behind what it signed (decisions.md C4).

A mandate carries the hashes of what its partner saw. They are compared with what stands there now,
each time somebody asks: an edit that is taken back makes the signature good again.
"""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from grants import clock, formats
from grants.applications.models import Mandate, MandateRequest, Partner
from grants.applications.queries.content import content, part, part_hashes
from grants.applications.queries.reading import Reading, read
from grants.audit import canonical

MOST_TRIES = 5
"""Wrong codes after which a link is dead; eight digits leave one chance in twenty million."""

CODE_DIGITS = 8
LINK_SALT = "grants.mandate"


class Cover(models.TextChoices):
    """How far a partner's signature covers the application as it stands now."""

    MISSING = "missing", _("Not signed yet")
    VALID = "valid", _("Signed")
    EDITED = "edited", _("Signed, edited since")
    VOID = "void", _("No longer valid")


@dataclass(frozen=True)
class Standing:
    """One co-applicant, its mandate if there is one, and what of the application concerns it now.

    ``changes`` says in words what is material and changed since the signature.
    """

    partner: Partner
    mandate: Mandate | None
    cover: Cover
    part: dict
    material_sha256: str
    seen_sha256: str
    changes: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the application cannot be handed in with this."""
        return self.cover in (Cover.MISSING, Cover.VOID)

    @property
    def control_number(self) -> str:
        """What is printed on the paper to sign, and typed in when its scan comes back."""
        return control_number(self.material_sha256)


def control_number(material_sha256: str) -> str:
    """Eight digits of the hash of the material half, in two groups: same number, same matter."""
    return f"{material_sha256[:4]}-{material_sha256[4:8]}".upper()


def standings(application, reading: Reading | None = None, *, country: str = "") -> list[Standing]:
    """Each co-applicant's standing, in the order of the consortium; no query when a reading is given.

    Amounts in the sentences are written as in ``country``, by default the lead's.
    """
    reading = reading or read(application)
    country = country or str(reading.partners[0].organisation.country)
    if not reading.co_applicants:
        return []
    whole = content(application, reading)
    return [_standing(partner, reading, whole, country) for partner in reading.co_applicants]


def standing_of(partner, reading: Reading | None = None, *, country: str = "") -> Standing | None:
    """One co-applicant's standing; None for a partner that signs nothing or has not joined."""
    found = standings(partner.application, reading, country=country)
    return next((standing for standing in found if standing.partner.pk == partner.pk), None)


def _standing(partner, reading, whole, country):
    now = part(reading, partner, whole)
    material_sha256, seen_sha256 = part_hashes(now)
    plain = json.loads(canonical(now))
    mandate = reading.mandates.get(partner.pk)
    cover, changes = Cover.MISSING, ()
    if mandate is not None and mandate.material_sha256 != material_sha256:
        cover, changes = Cover.VOID, tuple(changes_between(mandate.seen["material"], plain["material"], country))
    elif mandate is not None:
        is_covered = mandate.allows_edits or mandate.seen_sha256 == seen_sha256
        cover = Cover.VALID if is_covered else Cover.EDITED
    return Standing(partner, mandate, cover, plain, material_sha256, seen_sha256, changes)


_SENTENCES = {
    "name": _("The name changed from “%(before)s” to “%(after)s”."),
    "country": _("The country changed from %(before)s to %(after)s."),
    "role": _("The role in the consortium changed."),
    "tasks": _("What the partner does in the project was rewritten."),
    "amount": _("The amount changed from %(before)s to %(after)s."),
    "own_contribution": _("The own contribution changed from %(before)s to %(after)s."),
    "declarations": _("The declarations changed."),
}


def changes_between(before: dict, after: dict, country: str) -> list[str]:
    """What is material and differs, as sentences."""
    changed = [name for name in _SENTENCES if before.get(name) != after.get(name)]
    return [
        str(_SENTENCES[name])
        % {"before": _shown(name, before.get(name), country), "after": _shown(name, after.get(name), country)}
        for name in changed
    ]


def _shown(name, value, country):
    if name in ("amount", "own_contribution") and value is not None:
        return formats.money(Decimal(value), country)
    return value


def link_token(request) -> str:
    """What the mailed link carries: the request's name, signed; nothing that has to be kept secret here."""
    return signing.Signer(salt=LINK_SALT).sign(request.public_id.hex)


def request_by_token(token) -> MandateRequest | None:
    """The request a mailed link belongs to, while it can still be used; None for every other link."""
    try:
        public_id = signing.Signer(salt=LINK_SALT).unsign(token)
    except signing.BadSignature:
        return None
    live = MandateRequest.objects.filter(ended_at=None, expires_at__gt=clock.now(), tries__lt=MOST_TRIES)
    return (
        live.select_related("partner__organisation", "partner__application__call").filter(public_id=public_id).first()
    )


def last_request(partner) -> dict:
    """The last request to the representative, and how it stands: waiting, expired, guessed (too many wrong codes).

    Without one, and where it was used or gave way to a signature, empty.
    """
    asked = partner.mandate_requests.first()
    if asked is None or asked.used_at:
        return {}
    if asked.tries >= MOST_TRIES:
        return {"request": asked, "state": "guessed"}
    if asked.ended_at:
        return {}
    return {"request": asked, "state": "waiting" if asked.expires_at > clock.now() else "expired"}
