"""An action for two persons, made for the tests: a new title for a call."""

from grants.proposals.kinds import needs_two


@needs_two(
    "rename_call",
    label="Rename the call",
    permission="grants.propose_deadline",
    seen=lambda call: {"title": call.title_en, "summary": call.summary_en},
)
def rename_call(call, payload, *, by, proposal):
    """Sets the title and appends to the summary, so that a second execution would show."""
    call.title_en = payload["title"]
    call.summary_en += "!"
    call.save(update_fields=["title_en", "summary_en"])
