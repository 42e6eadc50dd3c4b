"""What later stages put beside a record of an earlier one, which knows nothing of them.

A stage says what it has with ``@beside("contract")``: a function of the document and the reader that
returns a list. The record asks for everything with ``found_beside("contract", contract, user)``.
"""

_sources = {}


def beside(kind):
    """Decorator: the function answers what stands beside documents of this kind."""

    def register(function):
        _sources.setdefault(kind, []).append(function)
        return function

    return register


def found_beside(kind, document, user) -> list:
    """Everything that stands beside the document for this reader."""
    return [one for source in _sources.get(kind, ()) for one in source(document, user)]
