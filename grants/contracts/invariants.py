"""What must be true of contracts and projects."""

from django.db.models import F, Sum

from grants.applications.models import ReferenceCounter
from grants.audit import canonical, content_hash
from grants.budgets.queries import rows_of, totals_of
from grants.calls.models import Programme
from grants.contracts.models import Contract, ContractVersion, Project
from grants.contracts.queries.content import budget_of
from grants.contracts.workflow import ContractState
from grants.invariants import invariant
from grants.money import HUNDRED


@invariant("The budget of every contract adds up to its total, and its EU source is the largest grant")
def budgets_say_what_the_contract_says():
    """Also before the signature: corrections keep both in step."""
    contracts = Contract.objects.exclude(budget__lines=None).select_related("budget").order_by("pk")
    for contract in contracts.iterator(chunk_size=200):
        totals = totals_of(rows_of(contract.budget_id))
        if (totals.total, totals.eu) != (contract.total_cost, contract.grant):
            yield f"contract {contract.public_id}"


@invariant("No contract gives more than its award")
def grants_stay_within_the_award():
    """The award is what the committee decided and the envelope pays."""
    for contract in Contract.objects.filter(grant__gt=F("award__grant")).order_by("pk"):
        yield f"contract {contract.public_id}"


@invariant("Every contract that was sent has one coordinator among its parties, the lead of the project")
def contracts_have_their_coordinator():
    """Payments go to the coordinator."""
    sent = Contract.objects.exclude(versions=None)
    wrong = sent.exclude(parties__is_coordinator=True, parties__organisation=F("project__lead"))
    for contract in wrong.order_by("pk"):
        yield f"contract {contract.public_id}"


@invariant("The countries of a project add up to 100 percent, its sectors too where they are named")
def shares_make_the_whole():
    """Figures by country and sector split each project by them."""
    for name, projects in (("countries", Project.objects), ("sectors", Project.objects.exclude(sectors=None))):
        for project in projects.annotate(whole=Sum(f"{name}__share")).exclude(whole=HUNDRED).order_by("pk"):
            yield f"{name} of project {project.public_id}"


@invariant("The budget of a signed contract is final, and as it was signed")
def signed_budgets_are_unchanged():
    """Compared with the text both sides signed; the triggers of budgets hold it, this would show that they did."""
    signed = Contract.objects.filter(state=ContractState.SIGNED).exclude(versions=None)
    for contract in signed.select_related("budget").order_by("pk").iterator(chunk_size=200):
        version = contract.versions.first()
        same = canonical(budget_of(contract.budget)) == canonical(version.document["budget"])
        if contract.budget.frozen_at is None or not same:
            yield f"contract {contract.public_id}"


@invariant("Every contract text has the hash it was sent with")
def texts_are_intact():
    """What was signed can be shown to be what is kept."""
    for version in ContractVersion.objects.order_by("pk").iterator(chunk_size=100):
        if content_hash(canonical(version.document)) != version.sha256:
            yield f"version {version.public_id}"


@invariant("Contract numbers are given without gaps")
def numbers_have_no_gaps():
    """A contract given up keeps its number."""
    for prefix in Programme.objects.values_list("contract_prefix", flat=True).distinct():
        given = Contract.objects.filter(reference__regex=rf"^{prefix}\d+$").count()
        last = ReferenceCounter.objects.filter(prefix=prefix).values_list("last", flat=True).first() or 0
        if given != last:
            yield f"{prefix} was given {given} times and counted to {last}"


@invariant("Every signed contract bears two signatures and has dates and periods")
def signed_contracts_are_whole():
    """What payments and reports stand on."""
    signed = Contract.objects.filter(state=ContractState.SIGNED).exclude(versions=None)
    for contract in signed.select_related("project").order_by("pk").iterator(chunk_size=200):
        sides = contract.versions.first().signatures.count()
        dated = contract.signed_on and contract.effective_on and contract.project.starts_on and contract.project.ends_on
        if sides != 2 or not dated or not contract.periods.filter(is_last=True).exists():
            yield f"contract {contract.public_id}"
