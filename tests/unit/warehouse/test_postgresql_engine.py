"""What a URL of PostgreSQL means, how it is shown, and which rows of the server a part stands for."""

import pytest

from etl.errors import WrongUsage
from etl.settings import workspace_of
from warehouse.engines.postgresql import conninfo, masked
from warehouse.parts import among, parting_of


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://clerk:s3cret@db:5432/kinerja", "postgresql+psycopg://clerk:***@db:5432/kinerja"),
        ("postgresql://clerk:s3:c@ret/@db/kinerja", "postgresql://clerk:***@db/kinerja"),
        ("postgresql://db/kinerja?user=clerk&password=s3cret", "postgresql://db/kinerja?user=clerk&password=***"),
        (
            "postgresql://db/kinerja?sslpassword=s3cret&sslmode=require",
            "postgresql://db/kinerja?sslpassword=***&sslmode=require",
        ),
        ("postgresql+psycopg://clerk@db/kinerja", "postgresql+psycopg://clerk@db/kinerja"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_the_url_may_say_how_long_to_wait_for_the_server() -> None:
    assert "connect_timeout=10" in conninfo("postgresql+psycopg://clerk@db/kinerja")
    assert "connect_timeout=3" in conninfo("postgresql://clerk@db/kinerja?connect_timeout=3")


def test_a_url_that_cannot_be_read_is_refused_without_its_password() -> None:
    with pytest.raises(WrongUsage, match=r"clerk:\*\*\*@db/kinerja") as refused:
        conninfo("postgresql://clerk:s3%cret@db/kinerja")

    assert "cret" not in str(refused.value)


def test_a_workspace_whose_environment_names_a_server_never_shows_its_password() -> None:
    workspace = workspace_of("/srv/kinerja", {"KINERJA_WAREHOUSE": "postgresql+psycopg://clerk:s3cret@db/kinerja"})

    assert workspace.server == "postgresql+psycopg://clerk:s3cret@db/kinerja"
    assert "s3cret" not in repr(workspace)


@pytest.mark.parametrize("url", ["", "duckdb:////srv/kinerja/warehouse.duckdb"])
def test_the_file_of_the_workspace_needs_no_server(url: str) -> None:
    assert workspace_of("/srv/kinerja", {"KINERJA_WAREHOUSE": url}).server is None


@pytest.mark.parametrize("url", ["mysql://clerk@db/kinerja", "duckdb:////srv/other.duckdb", "warehouse.duckdb"])
def test_another_warehouse_is_wrong_usage(url: str) -> None:
    with pytest.raises(WrongUsage, match=r"\$KINERJA_WAREHOUSE: expected postgresql\+psycopg://"):
        workspace_of("/srv/kinerja", {"KINERJA_WAREHOUSE": url})


def test_days_in_a_row_are_one_range_on_the_server() -> None:
    parting = parting_of("core.punch", ["punched_at"])

    assert among(parting, {"2026-02-28", "2026-03-01", "2026-03-03"}) == (
        "punched_at >= date '2026-02-28' and punched_at < date '2026-03-02' "
        "or punched_at >= date '2026-03-03' and punched_at < date '2026-03-04'"
    )


def test_other_parts_are_told_by_the_same_words_on_both_engines() -> None:
    parting = parting_of("mart.score_component", ["period", "revision"])

    assert among(parting, {"2026-07 r2"}) == "period || ' r' || revision in ('2026-07 r2')"
