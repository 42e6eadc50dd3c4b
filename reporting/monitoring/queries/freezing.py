"""What is kept of a visit for good: its canonical content."""


def document_of(visit) -> dict:
    """The visit as its report is handed in, for ``canonical``."""
    return {
        "project": visit.project.reference,
        "monitor": visit.monitor_id,
        "planned_on": visit.planned_on,
        "held_on": visit.held_on,
        "place": visit.place,
        "purpose": visit.purpose,
        "met": visit.met,
        "report": visit.report,
        "sample": {
            "seed": visit.seed, "population": visit.population, "population_sha256": visit.population_sha256,
            "firms": [
                {
                    "firm": one.firm.public_id, "drawn": one.is_drawn, "outcome": one.outcome, "note": one.note,
                }
                for one in visit.observations.select_related("firm").order_by("position")
            ],
        },
        "files": [
            {"name": one.file.original_name, "sha256": one.file.sha256, "caption": one.caption}
            for one in visit.files.select_related("file")
        ],
    }  # fmt: skip
