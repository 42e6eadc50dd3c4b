"""Index of the pages of grants, stage by stage."""

urlpatterns = []
