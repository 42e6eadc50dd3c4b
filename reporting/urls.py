"""Index of the pages of reporting, stage by stage."""

urlpatterns = []
