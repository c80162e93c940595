"""What `kinerja explain` prints for the person it is about."""

from typing import Any

import pytest

from etl.explain_money import money_told
from etl.explain_summary import print_explanation


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        (None, "TIER: none; nothing to examine."),
        ("LIGHT_ORAL", "TIER: LIGHT_ORAL; a candidate for the superior to examine."),
    ],
)
def test_who_has_no_tier_is_not_called_a_candidate(
    tier: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It read "TIER: none; a candidate for the superior to examine" for everybody who had never been absent."""
    days = ("working", "present", "duty", "leave", "absent", "unknown", "inactive")
    figure: dict[str, Any] = {"period": "2026-02", "revision": 1, "unit_code": "DINAS", "rulebook": "r"}
    figure |= {f"{one}_days": 20 for one in days} | {"late_minutes": 0, "early_minutes": 0}
    told: dict[str, Any] = {
        "figure": figure | {"assumed": False, "discipline_tier": tier},
        "components": {},
        "destroyed": [],
        "since_scored": {"load_id": None, "rulebooks_changed": False},
        "tier": {"account": []},
        "corrections": [],
        "records": [],
        "files": {},
    }
    print_explanation(told, None)

    assert said in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("books", "rules"),
    [
        (("old", "old"), ["late.bands[1]", "late.bands[1]"]),
        (("old", "new"), ["old late.bands[1]", "new late.bands[1]"]),
    ],
)
def test_where_the_rulebook_changed_in_between_a_deduction_names_its_own(
    books: tuple[str, str], rules: list[str]
) -> None:
    """The first band of either rulebook has the same name, and may cost something else."""
    dates = ("2026-02-13", "2026-02-16")
    charged = {"shift_no": 0, "cause": "LATE", "minutes": 5, "percent": "0.5", "rule": "late.bands[1]"}
    told = {
        "figure": {},
        "days": [
            {"work_date": date, "shift_no": 0, "leave_code": None, "rulebook": book}
            for date, book in zip(dates, books, strict=True)
        ],
        "money": {
            "months": [],
            "ratings": [],
            "deductions": [charged | {"work_date": date, "article": None, "basis": "ASSUMED"} for date in dates],
        },
    }
    _, _, rows = next(one for one in money_told(told) if not isinstance(one, str))

    assert [row[5] for row in rows] == rules
