"""Who: the rules of the permission table, each a plain function of the user and the document.

Never *when*, which is a workflow's guard. Nobody passes by being a superuser.
"""
