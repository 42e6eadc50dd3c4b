"""Addresses of the evaluation."""

from grants.evaluation.assessment_urls import urlpatterns as assessment_patterns

app_name = "evaluation"

urlpatterns = [*assessment_patterns]
