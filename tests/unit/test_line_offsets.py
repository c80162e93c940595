"""Lines of a large archived file are found by kept offsets as they are by splitting the whole."""

from pathlib import Path

import pytest

from etl import archive, line_offsets
from etl.settings import Workspace


@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_any_line_is_found_in_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: bytes) -> None:
    monkeypatch.setattr(line_offsets, "LARGE", 100)
    monkeypatch.setattr(line_offsets, "_BLOCK", 997)
    workspace = Workspace(tmp_path)
    lines = [b"line %d %s" % (number, b"x" * (number % 7)) for number in range(3000)]
    (tmp_path / "dump").write_bytes(b"\n".join(lines) + ending)
    workspace.archive.mkdir()
    sha256 = archive.keep(workspace.archive, tmp_path / "dump", start=0, size=(tmp_path / "dump").stat().st_size)

    asked = [0, 1, 1023, 1024, 1025, 2047, 2048, 2999]
    first = line_offsets.lines_of(workspace, sha256, asked)
    assert first == {index: lines[index] for index in asked}
    assert (tmp_path / "offsets" / sha256).is_file()
    assert line_offsets.lines_of(workspace, sha256, asked) == first
    assert line_offsets.lines_of(workspace, sha256, [-1, 5000]) == {}
