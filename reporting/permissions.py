"""Who may do what with results: the table of ``reporting``, in force beside that of ``grants``.

Names begin with ``reporting.``; the rules are those of ``grants.permission_rules`` or stand here.
"""

from grants import permission_rules as who

TABLE = {
    # What leaves: officers of the whole programme propose, a second one approves; the rest reads the public pages.
    "reporting.list_publications": who.programme_officer,
    "reporting.propose_publication": who.programme_officer,
    "reporting.edit_note": who.programme_officer,
    "reporting.publish_note": who.programme_officer,
}
