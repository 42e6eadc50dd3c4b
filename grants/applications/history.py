"""What happened to an application, in words: code of an event -> what the timeline says."""

from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "start": _("Application started"),
    "edit": _("Title, lot, duration or countries changed"),
    "invite_partner": _("Organisation invited to the consortium"),
    "accept_partnership": _("Organisation joined the consortium"),
    "decline_partnership": _("Invitation to the consortium declined"),
    "withdraw_invitation": _("Invitation to the consortium withdrawn"),
    "remove_partner": _("Organisation removed from the consortium"),
    "assign_part": _("Part of the form given to another organisation"),
    "restore_answer": _("Earlier text restored"),
    "make_workbook": _("Workbook downloaded to work without a connection"),
    "take_workbook": _("Texts of a workbook taken over"),
    "add_document": _("Document uploaded"),
    "remove_document": _("Document removed"),
    "request_mandate": _("Legal representative asked to sign the mandate"),
    "sign_mandate": _("Mandate signed"),
    "void_mandate": _("Mandate no longer valid"),
    "comment": _("Commented"),
    "resolve_thread": _("Comment settled"),
    "reopen_thread": _("Comment opened again"),
    "open_help": _("Part opened to the help desk for an hour"),
    "note_help": _("Read by the help desk"),
    "end_help": _("Part closed to the help desk"),
    "submit": _("Application submitted"),
    "withdraw": _("Application withdrawn"),
    "invite": _("Invited to hand in the full application"),
}
