"""Where bundles are written from Python: over no input, over nothing but files, and what a killed process left."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict

import pytest

from zooport.places import Input, PlaceError, place_of
from zooport.saving import Saving

NAMES: Dict[str, Callable[[Path], Path]] = {
    "its own name": lambda folder: folder / "about.zip",
    "a way through another folder": lambda folder: folder / "deep" / ".." / "about.zip",
    "a symbolic link": lambda folder: linked(folder / "link.zip", folder / "about.zip"),
    "a link to a relative link": lambda folder: linked(
        folder / "two.zip", linked(folder / "deep" / "one", Path("../about.zip"))
    ),
    "a hard link": lambda folder: hard(folder / "hard.zip", folder / "about.zip"),
    "a linked folder": lambda folder: linked(folder / "deep" / "up", folder) / "about.zip",
}


def linked(link: Path, target: Path) -> Path:
    link.symlink_to(target)
    return link


def hard(link: Path, target: Path) -> Path:
    os.link(target, link)
    return link


def write(path: Path, *inputs: Path) -> str:
    part = Saving(str(path.parent))
    try:
        part.append(0, b"new")
        return part.finish(str(path), True, [Input(str(one), "the metadata file") for one in inputs])
    finally:
        part.discard()


@pytest.mark.parametrize("name", NAMES)
def test_no_input_is_written_over_whatever_name_it_has(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep").mkdir()
    given = tmp_path / "about.zip"
    given.write_bytes(b"months of work")
    with pytest.raises(PlaceError, match="is the metadata file itself, which would be lost"):
        write(NAMES[name](tmp_path), given)
    assert given.read_bytes() == b"months of work"
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("link", [linked, hard])
def test_no_file_of_the_model_folder_is_written_over_but_an_earlier_bundle(
    tmp_path: Path, link: Callable[[Path, Path], Path]
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "weights_best.h5").write_bytes(b"weights")
    (model / "old.zip").write_bytes(b"old")
    for name in (link(tmp_path / "link.zip", model / "weights_best.h5"), model / "weights_best.h5"):
        with pytest.raises(PlaceError):
            write(name, model)
    write(model / "old.zip", model)
    assert (model / "old.zip").read_bytes() == b"new"
    assert (model / "weights_best.h5").read_bytes() == b"weights"


def test_what_is_no_file_is_not_written_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    linked(tmp_path / "device", Path(os.devnull))
    linked(tmp_path / "circle", tmp_path / "circle")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        for name, says in (
            ("pipe", "a pipe"),
            ("socket", "a socket"),
            ("folder", "a folder"),
            ("device", "a device"),
            ("circle", "in a circle"),
        ):
            with pytest.raises(PlaceError, match=says):
                write(tmp_path / name)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_link_stays_and_what_it_leads_to_is_replaced_with_its_mode(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    for mode in (0o640, 0o600, 0o755):
        old = tmp_path / "real" / "old.zip"
        old.write_bytes(b"old")
        old.chmod(mode)
        link = tmp_path / f"link{mode}.zip"
        assert write(linked(link, Path("real/old.zip"))) == str(link)
        assert link.is_symlink()
        assert (old.read_bytes(), stat.S_IMODE(old.stat().st_mode)) == (b"new", mode)
    dangling = linked(tmp_path / "dangling.zip", Path("real/none.zip"))
    write(dangling)
    assert dangling.is_symlink()
    (tmp_path / "plain").touch()
    assert stat.S_IMODE((tmp_path / "real" / "none.zip").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "plain").stat().st_mode
    )
    assert place_of(str(dangling)) == str(tmp_path / "real" / "none.zip")


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    code = f"import os, zooport.saving as s; s.Saving({str(tmp_path)!r}); os._exit(1)"
    subprocess.run([sys.executable, "-c", code], check=False)
    [left] = tmp_path.iterdir()
    others = [".model.part", ".zooport-notes.part", ".zooport-00000000" + left.name[len(".zooport-00000000") :]]
    for name in others:
        (tmp_path / name).touch()
    first = Saving(str(tmp_path))
    second = Saving(str(tmp_path))
    assert not left.exists()
    assert {path.name for path in tmp_path.iterdir()} == {*others, *(Path(one.part).name for one in (first, second))}
    first.discard()
    second.discard()


def test_the_command_line_sweeps_what_python_left(tmp_path: Path) -> None:
    # Both name their parts in one way; Node's pattern is read from its source.
    part = Saving(str(tmp_path))
    source = (Path(__file__).resolve().parents[2] / "src/cli/files/parts.ts").read_text()
    [pattern] = [line.split("/^")[1].split("$/")[0] for line in source.splitlines() if "partName = /^" in line]
    assert re.fullmatch(pattern, Path(part.part).name)
    part.discard()
