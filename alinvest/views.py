"""Pages of the project itself."""

from django.shortcuts import render

from alinvest.devkit import specimens
from grants.web import public_page


@public_page
def components_page(request):
    """Every component in every state, to look at while building pages. In DEBUG only."""
    return render(request, "components.html", specimens.context())
