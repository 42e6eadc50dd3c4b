"""What Marta plans, writes and finds."""

from datetime import date

PLAN = {"planned_on": date(2026, 7, 1), "place": "Cusco", "purpose": "See the drying stations"}
REPORT = {"held_on": date(2026, 7, 1), "met": "Ana, the chamber", "report": "Two of three stations work."}
DUE = date(2026, 7, 20)
FINDING = {
    "severity": "high", "what": "Attendance lists are not signed", "recommendation": "Have them signed",
    "side": "project", "due_on": DUE,
}  # fmt: skip
