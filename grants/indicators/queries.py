"""What pages say of indicators."""

from grants.indicators.models import IndicatorVersion


def names_of_indicators() -> dict:
    """Each indicator's number -> its name by the newest definition, in the reader's language. One query."""
    newest = IndicatorVersion.objects.order_by("indicator__code", "-number").distinct("indicator__code")
    return {version.indicator_id: version.name for version in newest}
