"""The worker's side of payments: an id in, an action called."""

from django.utils.translation import gettext_lazy as _

from grants.contracts.actions.signing import COMMIT
from grants.contracts.models import Contract
from grants.contracts.workflow import ContractAction
from grants.jobs.actions import handles
from grants.payments.actions.ledger import commit_contract


@handles(COMMIT, label=_("Book the commitment of a contract in force"))
def commit(job):
    """Book it in the name of who put the contract in force."""
    contract = Contract.objects.get(pk=int(job.target))
    signing = contract.events.filter(action=ContractAction.SIGN).select_related("actor").latest("pk")
    commit_contract(contract, by=signing.actor)
