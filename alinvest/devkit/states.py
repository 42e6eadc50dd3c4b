"""docs/states.md: the tables of steps, drawn. ``python -m alinvest.devkit.states`` writes it anew."""

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "states.md"

HEAD = """# How documents change their states

Drawn from the `STEPS` of each stage's `workflow.py` by `python -m alinvest.devkit.states`; a test fails when the two
differ. Guards, which may refuse a step although the state allows it, are named under each drawing: each stands in the
same `workflow.py` with its sentence.
"""


def page():
    """The whole page: per document a drawing (Mermaid) of its states and steps, and the guards of each step."""
    from django.apps import apps
    from django.utils.translation import override

    documents = [model for model in apps.get_models() if hasattr(model, "STEPS") and not model._meta.proxy]
    with override("en"):
        return HEAD + "".join(_section(model) for model in documents)


def _section(model):
    states = dict(model._meta.get_field("state").flatchoices)
    arrows, guarded = [], []
    for action, step in model.STEPS.items():
        label = str(getattr(action, "label", action))
        arrows += [
            f"    {source or 'start'} --> {step.target}: {label}"
            for source in sorted(step.sources, key=list(states).index)
        ]
        if step.guards:
            guarded.append(f"- {label}: " + ", ".join(f"`{_name(guard)}`" for guard in step.guards) + "\n")
    used = {state for step in model.STEPS.values() for state in (step.target, *step.sources)}
    named = [f'    state "{label}" as {state}' for state, label in states.items() if state in used]
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", *named, *arrows, "```"])
    place = f"`{model.__module__.rsplit('.models', 1)[0].replace('.', '/')}/`"
    guards = "\nGuards:\n\n" + "".join(guarded) if guarded else ""
    return f"\n## {str(model._meta.verbose_name).capitalize()} ({place})\n\n{drawing}\n{guards}"


def _name(guard):
    return getattr(guard, "__name__", type(guard).__name__)


def main():
    """Write the page from the code as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alinvest.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
