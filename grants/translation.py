"""Which columns hold content in Spanish, Portuguese and English (decisions.md A7)."""

from modeltranslation.translator import TranslationOptions, register

from grants import models


@register(models.Programme)
class ProgrammeText(TranslationOptions):
    fields = ("name",)


@register(models.Call)
class CallText(TranslationOptions):
    fields = ("title", "summary", "description")


@register(models.Lot)
class LotText(TranslationOptions):
    fields = ("title",)


@register(models.RequiredDocument)
class RequiredDocumentText(TranslationOptions):
    fields = ("title", "help")


@register(models.CallDate)
class CallDateText(TranslationOptions):
    fields = ("title",)


@register(models.CallDocument)
class CallDocumentText(TranslationOptions):
    fields = ("title",)


@register(models.IndicatorVersion)
class IndicatorVersionText(TranslationOptions):
    fields = ("name", "definition", "evidence_minimum", "unit")


@register(models.Section)
class SectionText(TranslationOptions):
    fields = ("title", "intro")


@register(models.Question)
class QuestionText(TranslationOptions):
    fields = ("label", "help")


@register(models.Choice)
class ChoiceText(TranslationOptions):
    fields = ("label",)


@register(models.Column)
class ColumnText(TranslationOptions):
    fields = ("label", "offered")


@register(models.CallQuestion)
class CallQuestionText(TranslationOptions):
    fields = ("question", "answer")


@register(models.CallAnswer)
class CallAnswerText(TranslationOptions):
    fields = ("question", "answer")


@register(models.CheckCriterion)
class CheckCriterionText(TranslationOptions):
    fields = ("text", "reason")


@register(models.AnnexTemplate)
class AnnexTemplateText(TranslationOptions):
    fields = ("title",)


@register(models.ConcernSeverity)
class ConcernSeverityText(TranslationOptions):
    fields = ("name",)
