"""A mistake in `sources.toml` or a mapping is told with its place, in words, before anything is loaded."""

import pytest

from etl import nightly
from etl.errors import WrongUsage
from etl.settings import Source, Workspace
from tests.integration.loading.conftest import THROUGH

SOURCE = '[[source]]\nname = "leave"\nkind = "leave"\npath = "leave/*"\ntimezone = "Asia/Jakarta"\n'


def fault(workspace: Workspace, sources: str, mapping: str = "") -> str:
    (workspace.home / "sources.toml").write_text(sources)
    (workspace.home / "mappings" / "leave.toml").write_text(mapping)
    with pytest.raises(WrongUsage) as told:
        [workspace.mapping(source) for source in workspace.sources()]
    return str(told.value)


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ("", "no such entry"),
        (SOURCE.replace("[[source]]", "[source]"), "every source begins with [[source]]"),
        (SOURCE.replace('kind = "leave"\n', ""), "source.0.kind: expected a valid entry, found no such entry"),
        (SOURCE + 'maping = "x"\n', "not known: a slip of the pen?"),
        (SOURCE.replace("leave/*", r"leave\\*"), "with / between folders"),
        (SOURCE.replace("leave/*", "C:/data/*"), "with / between folders"),
        (SOURCE + 'mapping = "peta/leave.toml"\n', "mappings/"),
        (SOURCE + 'mapping = "mappings/../leave.toml"\n', "mappings/"),
        (SOURCE + 'encoding = "rot13"\n', "not an encoding of text"),
    ],
)
def test_a_mistake_in_sources_toml(workspace: Workspace, sources: str, told: str) -> None:
    assert told in fault(workspace, sources)


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ('date_formats = ["%Q"]', "not a format with day, month and year"),
        ('date_formats = ["DD/MM/YYYY"]', "not a format with day, month and year"),
        ('date_formats = ["%d/%m"]', "not a format with day, month and year"),
        ('timestamp_formats = ["%d/%m/%Y %"]', "not a format with day, month and year"),
        ('date_formats = "%d/%m/%Y"', "a list is written"),
        ('decimal = ";"', "decimal"),
        ('encoding = "base64"', "not an encoding of text"),
    ],
)
def test_a_mistake_in_a_mapping(workspace: Workspace, mapping: str, told: str) -> None:
    """A format that DuckDB does not know ended the load with "a step that ends well"."""
    assert told in fault(workspace, SOURCE + 'mapping = "mappings/leave.toml"\n', mapping)


def test_a_folder_in_place_of_a_file_is_told(workspace: Workspace) -> None:
    (workspace.home / "mappings" / "folder.toml").mkdir()
    assert "Is a directory" in fault(workspace, SOURCE + 'mapping = "mappings/folder.toml"\n')


def test_two_sources_do_not_share_a_path(workspace: Workspace) -> None:
    """The second never got a file."""
    (workspace.home / "sources.toml").write_text(SOURCE + SOURCE.replace('name = "leave"', 'name = "cuti"'))
    with pytest.raises(WrongUsage, match="a path of its own"):
        nightly.load(workspace, THROUGH)


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%-d/%-m/%y", "%Y-%j", "%d %B %Y", "%d-%b-%y", "%Y-%m-%dT%H:%M:%S"])
def test_formats_that_offices_write(workspace: Workspace, form: str) -> None:
    (workspace.home / "mappings" / "leave.toml").write_text(f'date_formats = ["{form}"]')
    source = Source(name="a", kind="leave", path="a/*", timezone="Asia/Jakarta", mapping="mappings/leave.toml")
    assert workspace.mapping(source).date_formats == (form,)
