"""What `kinerja explain` prints for the person it is about."""

from typing import Any

import pytest

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
