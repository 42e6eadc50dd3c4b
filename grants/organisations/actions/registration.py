"""Registering an organisation, changing its data, freezing a dated copy."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.organisations import names, tax_ids
from grants.organisations.actions.duplicates import note_duplicates
from grants.organisations.models import Membership, MembershipRole, Organisation
from grants.organisations.queries import content
from grants.organisations.workflow import OrganisationAction
from grants.workflow import Reason, Refused, action, filled, locked, record

FIELDS = (
    "legal_name", "short_name", "kind", "country", "tax_id", "register_number", "address", "city", "postal_code",
    "website", "email", "phone", "representative_name", "representative_capacity", "representative_email",
)  # fmt: skip
"""What an organisation tells about itself."""


@action
def register_organisation(manager, *, by, data, is_test=False):
    """Register an organisation from ``data`` (names as in ``FIELDS``); ``manager`` runs its account.

    Whether the programme knows the same organisation already makes no difference to the answer: it
    is noted for staff, and the other's managers are told. Raises Refused only when the person
    belongs to the same organisation already, as after a second click. One that ``is_test`` takes part only
    in calls for trying out.
    """
    locked(manager)  # so that a second click waits for the first and is known for what it is
    organisation = Organisation(registered_at=clock.now(), is_test=is_test, **_known(data))
    _refuse_own_double(manager, organisation)
    organisation.save()
    Membership.objects.create(user=manager, organisation=organisation, role=MembershipRole.MANAGER, since=clock.now())
    record(organisation, OrganisationAction.REGISTER, by=by, changes={"person": str(manager.public_id)})
    note_duplicates(organisation, by=manager)
    return organisation


@action
def edit_organisation(organisation, *, by, data):
    """Change data of an organisation; the event keeps what was there before.

    Versions frozen earlier stay as they are. Nothing is written when nothing changed.
    """
    organisation = locked(organisation)
    before = {name: str(getattr(organisation, name)) for name in FIELDS}
    for name, value in _known(data).items():
        setattr(organisation, name, value)
    changes = {
        n: [before[n], str(getattr(organisation, n))] for n in FIELDS if str(getattr(organisation, n)) != before[n]
    }
    if not changes:
        return organisation
    organisation.save(update_fields=list(changes))
    record(organisation, OrganisationAction.EDIT, by=by, changes=changes)
    note_duplicates(organisation, by=by)
    return organisation


@action
def freeze_organisation(organisation, *, by):
    """The dated copy of the organisation as it is now: a new OrganisationVersion, or the last one if nothing changed.

    Submissions, contracts and reports refer to it, so that later edits do not change them (decisions.md B9).
    """
    organisation = locked(organisation)
    document = content(organisation)
    sha256 = content_hash(canonical(document))
    last = organisation.versions.order_by("-number").first()
    if last is not None and last.sha256 == sha256:
        return last
    return organisation.versions.create(
        number=last.number + 1 if last else 1,
        document=document,
        sha256=sha256,
        frozen_at=clock.now(),
        frozen_by=by,
    )


def _known(data):
    unknown = data.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"An organisation has no {', '.join(sorted(unknown))}.")
    return dict(data)


def _refuse_own_double(manager, organisation):
    key = tax_ids.key(str(organisation.country), organisation.tax_id)
    name = names.search_form(organisation.legal_name)
    for membership in manager.memberships.live().select_related("organisation"):
        own = membership.organisation
        is_same_name = own.country == organisation.country and names.search_form(own.legal_name) == name
        if is_same_name or (key and own.tax_key == key):
            sentence = filled(_("You have registered %(organisation)s already."), {"organisation": own})
            raise Refused([Reason(sentence, url=own.get_absolute_url(), code="registered_already")])
