"""What must be true of samples."""

from grants.invariants import invariant
from reporting.auditing.models import Sample
from reporting.auditing.sampling import Listed, draw


@invariant("Every sample is what its seed draws from the list kept with it")
def samples_can_be_drawn_again():
    """Their tables refuse changes; this finds a database or a file store where that was circumvented."""
    for sample in Sample.objects.select_related("population").order_by("pk").iterator(chunk_size=1):
        with sample.population.content.open("rb") as file:
            drawn = draw(sample.method, Listed(file), sample.size, sample.seed)
        again = [(one.place + 1, one.unit.key, one.hits) for one in drawn.chosen]
        if again != list(sample.items.order_by("place").values_list("place", "key", "hits")):
            yield f"sample {sample.number}"
