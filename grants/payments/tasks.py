"""The worker's side of payments: an id in, an action called."""

from django.utils.translation import gettext_lazy as _

from grants.contracts.actions.signing import COMMIT
from grants.contracts.models import Contract
from grants.contracts.workflow import ContractAction
from grants.diligence.models import SanctionsList
from grants.diligence.queries import RESCREEN
from grants.jobs.actions import handles, renew
from grants.payments.actions.ledger import commit_contract
from grants.payments.actions.list_screening import rescreen


@handles(COMMIT, label=_("Book the commitment of a contract in force"))
def commit(job):
    """Book it in the name of who put the contract in force."""
    contract = Contract.objects.get(pk=int(job.target))
    signing = contract.events.filter(action=ContractAction.SIGN).select_related("actor").latest("pk")
    commit_contract(contract, by=signing.actor)


@handles(RESCREEN, label=_("Compare everybody under contract with a new list of sanctions"))
def rescreen_job(job):
    """Compare them with the list the job names, each once."""
    sanctions_list = SanctionsList.objects.get(pk=int(job.target))
    rescreen(sanctions_list, lambda done, total: renew(job, phase=sanctions_list.version, done=done, total=total))
