"""Writing the logframe: the results chain, and the call's indicators with baseline, target and source.

A cell of the logframe is named ``result-<key>-<field>`` or ``indicator-<key>-<field>``; it is saved as
``actions.cells`` says.
"""

from django.utils.translation import gettext_lazy as _

from grants.applications.actions.cells import Sheet, key_of, save_cells
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.logframe_cells import FIELDS, stored_text, understand
from grants.applications.models import LogframeIndicator, LogframeResult, ResultLevel
from grants.workflow import Reason, Refused, action, filled

MOST_RESULTS = 30
MOST_INDICATORS = 60


def _refuse(sentence, code):
    raise Refused([Reason(sentence, code=code)])


@action
def save_logframe(application, *, cells, based_on, by):
    """Save cells of the logframe: autosave passes one, the plain form all of the page.

    ``cells`` and ``based_on`` map a cell's name to the text typed and to the mark it was based on.
    Returns {name: Kept, Clash or Gone}; a row of another application is gone, too. A text that is no
    number, or is too long, is kept as typed and blocks the submission. Raises Refused when drafting
    is over.
    """
    application = lock_for_drafting(application)
    sheet = Sheet(_rows(application), FIELDS, stored_text, _write, application.logframe_revisions)
    return save_cells(sheet, cells=cells, based_on=based_on, by=by)


def _rows(application):
    results = {("result", str(row.key)): row for row in application.results.all()}
    indicators = LogframeIndicator.objects.filter(result__application=application).select_related("indicator__version")
    return results | {("indicator", str(row.key)): row for row in indicators}


def _write(row, field, text):
    if isinstance(row, LogframeResult):
        setattr(row, field, text)
        return
    value, problem = understand(row, field, text)
    setattr(row, field, value)
    row.raw = {name: kept for name, kept in row.raw.items() if name != field} | ({field: text} if problem else {})


@action
def add_result(application, *, level, by):
    """Add an empty result of a level. Raises Refused for an unknown level and a full logframe."""
    application = lock_for_drafting(application)
    if level not in ResultLevel.values:
        _refuse(_("Choose impact, outcome or output."), "unknown_level")
    last = list(application.results.values_list("position", flat=True))
    if len(last) >= MOST_RESULTS:
        _refuse(filled(_("A logframe has at most %(count)d results here."), {"count": MOST_RESULTS}), "full")
    return LogframeResult.objects.create(application=application, level=level, position=max(last, default=0) + 1)


@action
def delete_result(application, *, key, by):
    """Take a result out of the logframe. Raises Refused while it carries indicators, and if it is gone."""
    application = lock_for_drafting(application)
    result = application.results.filter(key=key_of(key)).first()
    if result is None:
        _refuse(_("This result is no longer in the logframe."), "gone")
    if result.indicators.exists():
        _refuse(_("Remove or move the indicators of this result first."), "indicators")
    result.activities.update(result=None)  # the checklist asks for another
    result.delete()


@action
def add_indicator(application, *, result_key, code, by):
    """Take an indicator of the call's catalogue into a result of the logframe.

    ``code`` is the indicator's code. Raises Refused for one that is not in the catalogue, one this
    result has already, and a result that is gone.
    """
    (added,) = add_indicators(application, picks=[(result_key, code)], by=by)
    return added


@action
def add_indicators(application, *, picks, by):
    """Take several indicators in at once, all or none: ``picks`` are (key of the result, code).

    Raises Refused as ``add_indicator`` does.
    """
    application = lock_for_drafting(application)
    results = {result.key: result for result in application.results.all()}
    offered = {row.version.indicator.code: row for row in application.call.indicators.select_related(
        "version__indicator"
    )}  # fmt: skip
    there = LogframeIndicator.objects.filter(result__application=application)
    taken = set(there.values_list("result_id", "indicator_id"))
    added = []
    for result_key, code in picks:
        result, indicator = results.get(key_of(result_key)), offered.get(code)
        if result is None:
            _refuse(_("This result is no longer in the logframe."), "gone")
        if indicator is None:
            _refuse(_("Choose an indicator of the call's catalogue."), "not_offered")
        if (result.pk, indicator.pk) in taken:
            _refuse(_("This result has this indicator already."), "twice")
        if len(taken) >= MOST_INDICATORS:
            _refuse(filled(_("A logframe has at most %(count)d indicators here."), {"count": MOST_INDICATORS}), "full")
        taken.add((result.pk, indicator.pk))
        added.append(LogframeIndicator(result=result, indicator=indicator, position=len(taken)))
    return LogframeIndicator.objects.bulk_create(added)


@action
def move_indicator(application, *, key, result_key, by):
    """Put an indicator under another result. Raises Refused when either is gone."""
    application = lock_for_drafting(application)
    indicator = _indicator(application, key)
    result = application.results.filter(key=key_of(result_key)).first()
    if result is None:
        _refuse(_("This result is no longer in the logframe."), "gone")
    if result.indicators.filter(indicator=indicator.indicator).exclude(pk=indicator.pk).exists():
        _refuse(_("This result has this indicator already."), "twice")
    indicator.result = result
    indicator.save(update_fields=["result"])
    return indicator


@action
def delete_indicator(application, *, key, by):
    """Take an indicator out. Raises Refused for the last row of one the call requires."""
    application = lock_for_drafting(application)
    row = _indicator(application, key)
    same = LogframeIndicator.objects.filter(result__application=application, indicator=row.indicator)
    if row.indicator.required and same.count() == 1:
        _refuse(_("The call requires this indicator in every logframe. It can be moved, not removed."), "required")
    row.delete()


def _indicator(application, key):
    rows = LogframeIndicator.objects.filter(result__application=application, key=key_of(key))
    row = rows.select_related("indicator").first()
    if row is None:
        _refuse(_("This indicator is no longer in the logframe."), "gone")
    return row
