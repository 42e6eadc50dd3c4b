"""Publishing a compilation: proposed by one person, carried out when a second one approves."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, locked, record
from reporting.publishing.messages import shown_publication
from reporting.publishing.models import Publication
from reporting.publishing.queries.content import basis_of, content_of
from reporting.results.models import CompilationState

ERRATA = ("erratum_es", "erratum_pt_br", "erratum_en")


@action
def propose_publication(compilation, *, by, reason, erratum_es="", erratum_pt_br="", erratum_en=""):
    """Put the figures of a compilation before a second person. Nothing leaves until that person approves.

    Where figures of the same cut-off are published already this is a correction of the newest of them:
    then the erratum says, in three languages, what was wrong. Raises Refused with all reasons.
    """
    compilation = locked(compilation)
    errata = dict(zip(ERRATA, (text.strip() for text in (erratum_es, erratum_pt_br, erratum_en)), strict=True))
    corrects = corrected_by(compilation)
    _refuse(compilation, errata, corrects)
    payload = errata | {"corrects": corrects.number if corrects else None}
    return propose("publish_compilation", compilation, payload, reason=reason, by=by)


def corrected_by(compilation):
    """The publication that one of this compilation would correct, or None."""
    same = Publication.objects.light().filter(cut_off=compilation.cut_off, corrected_by=None)
    return same.exclude(compilation=compilation).first()


def publication_seen(compilation):
    """What the proposer sees: definitions, projects, the hash of the figures, what is published already."""
    corrects = corrected_by(compilation)
    return basis_of(compilation) | {"corrects": corrects.number if corrects else None}


@needs_two(
    "publish_compilation",
    label=_("Publish the figures"),
    permission="reporting.propose_publication",
    seen=publication_seen,
    show=shown_publication,
    undo=_("No. What is published stays for good; an error found later is put right by another publication."),
)
def publish_compilation(compilation, payload, *, by, proposal):
    """Carry out an approved proposal: the figures leave, and can never be changed or taken back."""
    corrects = corrected_by(compilation)
    errata = {name: payload[name] for name in ERRATA}
    _refuse(compilation, errata, corrects)
    document = content_of(compilation)
    last = Publication.objects.aggregate(last=Max("number"))["last"] or 0
    publication = Publication.objects.create(
        number=last + 1,
        document=document,
        sha256=content_hash(canonical(document)),
        frozen_at=clock.now(),
        frozen_by=by,
        proposed_by=proposal.by,
        compilation=compilation,
        cut_off=compilation.cut_off,
        as_of=compilation.as_of,
        corrects=corrects,
        **errata,
    )
    record(compilation, "publish", by=by, note=proposal.reason, changes={"publication": publication.number})
    return publication


def _refuse(compilation, errata, corrects):
    reasons = []
    if compilation.state != CompilationState.DONE:
        reasons.append(_("Only a finished compilation can be published."))
    if Publication.objects.filter(compilation=compilation).exists():
        reasons.append(_("This compilation is published already. A correction is another compilation."))
    if corrects and not all(errata.values()):
        reasons.append(
            _("Figures of this cut-off are published already. Say in all three languages what was wrong with them.")
        )
    if corrects and corrects.as_of > compilation.as_of:
        reasons.append(_("This compilation is older than the one that is published."))
    if not corrects and any(errata.values()):
        reasons.append(_("There is nothing to correct: no figures of this cut-off are published."))
    if reasons:
        raise Refused(reasons)
