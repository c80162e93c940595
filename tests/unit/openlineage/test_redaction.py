"""What of a fault may be told outside."""

from pathlib import Path

import pytest

from etl.errors import KinerjaError
from etl.openlineage.redaction import redacted, told

HOME = Path("/srv/office/kinerja")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("of 198001012010011001 there is none", "of *** there is none"),
        ("of 19800101 201001 1 001 there is none", "of *** there is none"),
        ("password=hunter2, TOKEN: abc", "password=*** TOKEN: ***"),
        ("postgresql+psycopg://etl:hunter2@db/kinerja", "postgresql+psycopg://***@db/kinerja"),
        ("ask sari@example.go.id", "ask ***"),
        ("cannot read /home/sari/data.csv: no", "cannot read ***: no"),
        ("12 UNKNOWN days of 2026-07, 3 of 2026-07-01", "12 UNKNOWN days of 2026-07, 3 of 2026-07-01"),
    ],
)
def test_numbers_of_persons_secrets_and_paths_are_not_told(text: str, kept: str) -> None:
    assert redacted(text) == kept


def test_our_own_errors_are_told_below_the_workspace() -> None:
    fault = KinerjaError(f"{HOME}/agency.toml", expected="TOML", found="none", todo="Mend it.")

    assert told(fault, HOME) == "$KINERJA_HOME/agency.toml: expected TOML, found none. Mend it."


def test_of_another_fault_only_the_type_is_told() -> None:
    assert told(ValueError("198001012010011001"), HOME) == "ValueError"
    assert told(FileNotFoundError(2, "no", "/srv/sari.csv"), HOME) == "FileNotFoundError (No such file or directory)"
