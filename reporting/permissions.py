"""Who may do what with results: the table of ``reporting``, in force beside that of ``grants``.

Names begin with ``reporting.``; the rules are those of ``grants.permission_rules`` or stand here.
"""

TABLE = {}
