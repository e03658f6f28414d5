"""`zooport.preview` without a page: what the kernel lets a page read, what it keeps, and what it says instead."""

from __future__ import annotations

import ast
import base64
import gzip
import importlib
import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Mapping, Tuple

import numpy as np
import pytest
import tifffile

import zooport
from zooport.answers import BUILT, Answers, asset_path
from zooport.bundle_reader import LARGEST_RANGE, OpenedBundle
from zooport.results import CheckResult
from zooport.snapshot import LARGEST_PICTURE, SIGNATURE, still

ROOT = Path(__file__).resolve().parents[2]
# The report's JavaScript, gzipped, without the WebAssembly; and what one saved report may add to a notebook.
# The goal is 300 kB; the reader of zips as Python reads them, with its bzip2 and LZMA, costs the rest.
LARGEST_SCRIPT = 330_000
LARGEST_STILL = 300_000
needs_build = pytest.mark.usefixtures("widget")


class Page:
    """Asks as the page does, and keeps what is answered."""

    def __init__(self, path: Path) -> None:
        self.answered: List[Tuple[Dict[str, Any], List[bytes]]] = []
        self.finished: List[Tuple[Mapping[str, Any], str, bytes]] = []
        self.answers = Answers(
            OpenedBundle(str(path)),
            "0a",
            lambda answer, parts: self.answered.append((answer, parts)),
            lambda document, sentence, picture: self.finished.append((document, sentence, picture)),
        )

    def ask(self, **question: Any) -> Tuple[Dict[str, Any], List[bytes]]:
        self.answers.take({"id": "1", **question}, [])
        return self.answered[-1]

    def error(self, **question: Any) -> str:
        answer, parts = self.ask(**question)
        assert parts == []
        return str(answer["error"])


@pytest.mark.parametrize("path", sorted((ROOT / "zooport").glob("*.py")), ids=lambda path: path.name)
def test_is_written_for_python_3_8(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))
    # `list[str]` and `str | None` are no types of Python 3.8 where they are evaluated.
    assert "from __future__ import annotations" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "bundle"
    (place / "docs").mkdir(parents=True)
    (place / "rdf.yaml").write_text("name: x")
    (place / "docs" / "README.md").write_text("# x")
    (tmp_path / "secret.txt").write_text("nobody's business")
    return place


def test_a_zip_is_read_by_ranges_and_never_beyond(tmp_path: Path) -> None:
    place = tmp_path / "small.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("rdf.yaml", "name: x")
    page = Page(place)
    opened, _ = page.ask(ask="open")
    assert (opened["kind"], opened["size"], opened["token"]) == ("zip", place.stat().st_size, "0a")
    _, [part] = page.ask(ask="range", offset=2, length=10)
    assert part == place.read_bytes()[2:12]
    _, [part] = page.ask(ask="range", offset=opened["size"] - 1, length=10)
    assert len(part) == 1
    for offset, length in ((-1, 4), (0, LARGEST_RANGE + 1), (0, -1), ("0", 4), (True, 4), (0.5, 4), (None, None)):
        assert page.error(ask="range", offset=offset, length=length) == "There is no such part of a file."


def test_a_folder_gives_its_own_files_and_no_path_of_the_page_is_followed(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    page = Page(folder)
    opened, _ = page.ask(ask="open")
    assert [entry["name"] for entry in opened["entries"]] == ["docs/README.md", "rdf.yaml"]
    _, [part] = page.ask(ask="range", name="docs/README.md", offset=0, length=3)
    assert part == b"# x"
    for name in ("../secret.txt", "link.txt", str(folder.parent / "secret.txt"), "docs", "", None, 3, "./rdf.yaml"):
        assert page.error(ask="range", name=name, offset=0, length=3) == "This bundle has no such file."


def test_a_description_opens_its_folder_and_is_the_one_that_is_read(folder: Path) -> None:
    (folder / "rdf.yaml").rename(folder / "other.yaml")
    opened, _ = Page(folder / "other.yaml").ask(ask="open")
    assert opened["description"] == "other.yaml"


def test_later_changes_of_the_kernels_folder_do_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    page = Page(Path("bundle"))
    monkeypatch.chdir("/")
    assert len(page.ask(ask="open")[0]["entries"]) == 2


def test_a_bundle_that_vanished_is_told_in_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "small.zip"
    place.write_bytes(b"PK")
    page = Page(place)
    place.unlink()
    assert page.error(ask="range", offset=0, length=2) == "No such file or directory"


def test_questions_that_nobody_knows_and_messages_that_are_none_harm_nothing(folder: Path) -> None:
    page = Page(folder)
    assert "does not know this question" in page.error(ask="everything")
    for message in (None, 3, "open", []):
        page.answers.take(message, [])
    assert len(page.answered) == 1


def test_an_interrupted_kernel_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(folder)

    def interrupted() -> Dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(page.answers.bundle, "listing", interrupted)
    assert "was interrupted" in page.error(ask="open")


@needs_build
def test_our_own_files_come_whole_and_no_other_file_does(folder: Path) -> None:
    page = Page(folder)
    for name, start in (("widget.js", None), ("ort-wasm-simd-threaded.wasm", b"\0asm")):
        packed = b""
        while True:
            answer, [part] = page.ask(ask="asset", name=name, offset=len(packed))
            assert 0 < len(part) <= LARGEST_RANGE
            packed += part
            if len(packed) == answer["size"]:
                break
        unpacked = gzip.decompress(packed)
        assert unpacked.startswith(start) if start else unpacked == (BUILT / name).read_bytes()
    for name in ("../__init__.py", "loader.js/../../results.py", "/etc/passwd", None):
        assert page.error(ask="asset", name=name, offset=0) == "There is no such file."


@needs_build
def test_the_reports_javascript_is_small_and_what_a_notebook_keeps_of_it_is_tiny() -> None:
    scripts = [file for file in BUILT.iterdir() if file.suffix == ".js"]
    # What writes bundles and what runs own images is fetched only when it is needed.
    assert {file.name for file in scripts} == {"loader.js", "widget.js", "export.js", "run.js"}
    first = [BUILT / "loader.js", asset_path("widget.js"), asset_path("runtime.worker.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in first) <= LARGEST_SCRIPT
    assert (BUILT / "loader.js").stat().st_size <= 5_000


def test_weights_are_run_in_the_background_on_files_that_the_page_sends(folder: Path) -> None:
    page = Page(folder)
    assert page.ask(ask="open")[0]["python"] == sys.executable

    def call(method: str, **params: Any) -> Dict[str, Any]:
        return dict(page.ask(ask="call", method=method, params=params)[0]["reply"])

    directory = call("folder")["result"]["directory"]
    data = base64.b64encode(b"no network").decode()
    assert call("write", directory=directory, name="weights", data=data)["result"] == {"size": 10}
    job = {
        "directory": directory,
        "format": "torchscript",
        "weights": "weights",
        "named": "“weights.pt”",
        "seconds": 60,
    }
    question = {"ask": "call", "method": "weights", "params": {**job, "inputs": [], "inputIds": [], "outputs": []}}
    page.answers.take({"id": "8", **question}, [])
    limit = time.monotonic() + 120
    while not any("reply" in answer for answer, _ in page.answered[3:]) and time.monotonic() < limit:
        time.sleep(0.05)
    (told, _), (answer, _) = page.answered[-2:]
    assert told["progress"]["message"] == "Starting PyTorch to run the torchscript weights"
    assert (answer["id"], answer["reply"]["error"]["problem"]) == ("8", "bad-model")
    assert call("release", directory=directory) == {"result": {}}
    # What finds and exports networks is nothing that the report of a bundle asks.
    assert "does not know this question" in page.error(ask="call", method="detect", params={})


def test_the_command_line_checks_in_the_background(folder: Path) -> None:
    page = Page(folder)
    page.answers.take({"id": "7", "ask": "check"}, [])
    limit = time.monotonic() + 120
    while not page.answered and time.monotonic() < limit:
        time.sleep(0.05)
    answer, _ = page.answered[0]
    assert answer["id"] == "7"
    assert answer["document"]["verdict"] in ("failed", "unreadable")
    assert page.finished[0][0] == answer["document"]


def document(**more: Any) -> Dict[str, Any]:
    return {"source": "<b>x</b>.zip", "verdict": "failed", "reason": "The output <i>differs</i>.", **more}


def test_the_pages_result_is_kept_and_what_is_none_is_refused(folder: Path) -> None:
    page = Page(folder)
    page.answers.take(
        {"id": "1", "ask": "result", "document": document(), "sentence": "It differs."}, [memoryview(SIGNATURE)]
    )
    assert page.finished == [(document(), "It differs.", SIGNATURE)]
    assert page.error(ask="result", document="passed") == "This is no report."


def test_what_a_notebook_keeps_is_small_whatever_the_bundle_says_and_runs_nothing() -> None:
    finding = {"severity": "error", "message": "<script>alert(1)</script>" * 100}
    result = CheckResult(document(format={"findings": [finding] * 1000}))
    kept = still("x.zip", "0a", result, "<em>" * 9999, SIGNATURE + bytes(LARGEST_PICTURE - len(SIGNATURE)))
    assert len(kept["text/html"]) + len(kept["text/plain"]) < LARGEST_STILL
    assert "<script" not in kept["text/html"]
    assert "<b>x" not in kept["text/html"]
    assert "<em>" not in kept["text/html"]
    assert "data:image/png" in kept["text/html"]
    assert "FAILED" in kept["text/plain"]
    assert "and 982 more" in kept["text/plain"]


@pytest.mark.parametrize("picture", [b"", b"GIF89a", SIGNATURE + bytes(LARGEST_PICTURE)])
def test_no_picture_too_large_or_of_another_kind_is_kept(picture: bytes) -> None:
    assert "<img" not in still("x.zip", "0a", CheckResult(document()), "", picture)["text/html"]


def test_before_the_check_a_sentence_says_so() -> None:
    assert "was not checked yet" in still("x.zip", "0a", None)["text/plain"]


def test_a_path_that_is_not_there_is_one_sentence_in_a_notebook(tmp_path: Path) -> None:
    for name in ("nowhere.zip", "nowhere/rdf.yaml", "rdf.yaml"):
        with pytest.raises(zooport.PreviewError, match="There is no file or folder") as raised:
            zooport.preview(tmp_path / name)
        [line] = raised.value._render_traceback_()
        assert line.startswith("PreviewError: ")


@needs_build
def test_a_widget_is_two_outputs_and_its_result_updates_the_kept_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    display = importlib.import_module("IPython.display")
    shown: List[Dict[str, Any]] = []

    class Handle:
        def update(self, data: Dict[str, Any], **_: Any) -> None:
            shown.append(data)

    def show(data: Dict[str, Any], **options: Any) -> Any:
        shown.append(data)
        return Handle() if options.get("display_id") else None

    monkeypatch.setattr(display, "display", show)
    widget = zooport.preview(folder)
    assert zooport.preview(folder)._token != widget._token
    widget._ipython_display_()
    live, kept = shown
    assert live["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert "text/html" not in live
    assert "was not checked yet" in kept["text/html"]
    assert widget.result is None
    widget._handle_custom_msg({"id": "1", "ask": "result", "document": document()}, [SIGNATURE])
    assert widget.result.verdict == "failed"
    assert "FAILED" in shown[2]["text/html"]
    # What JupyterLab, VS Code and Colab write into the notebook as the widget's state.
    assert len(str(widget.get_state())) < 10_000


def test_anywidget_is_imported_only_for_a_widget_and_its_absence_is_a_sentence(folder: Path) -> None:
    code = (
        "import sys, zooport; before = 'anywidget' in sys.modules; sys.modules['anywidget'] = None\n"
        f"try: zooport.preview({str(folder)!r})\n"
        "except zooport.PreviewError as error: print(before, error)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert ended.stdout.startswith("False The report in a cell needs the package anywidget"), ended.stderr
    assert "pip install anywidget" in ended.stdout


def test_own_images_are_read_in_parts_as_files_of_numpy_with_their_axes(folder: Path) -> None:
    from zooport.imaging import own_images

    arrays = [np.asfortranarray(np.arange(12, dtype=np.uint16).reshape(3, 4)), np.zeros((2, 3, 4), ">f4")]
    page = Page(folder)
    page.answers.images = own_images(arrays, [None, "ZYX"])
    told = page.ask(ask="open")[0]["images"]
    assert [one["axes"] for one in told] == [None, "zyx"]
    for index, array in enumerate(arrays):
        size = told[index]["size"]
        parts = [page.ask(ask="image", index=index, offset=start, length=50)[1][0] for start in range(0, size, 50)]
        read = np.load(io.BytesIO(b"".join(parts)))
        assert read.dtype == array.dtype
        assert (read == array).all()
    assert page.error(ask="image", index=0, offset=-1, length=4) == "There is no such part of a file."
    for index in (2, -1, None, "0", True):
        assert page.error(ask="image", index=index, offset=0, length=4) == "There is no such image."


def test_an_image_that_is_no_array_of_numbers_is_told_in_a_sentence(folder: Path) -> None:
    for image in ([["a", "b"]], [], {"x": 1}, [1 + 2j], [[1, 2], [3]]):
        with pytest.raises(zooport.PreviewError, match="image= is no array of numbers"):
            zooport.preview(folder, image=image)
    with pytest.raises(zooport.PreviewError, match=r"There is no image at .*unseen\.tif"):
        zooport.preview(folder, image="unseen.tif")


@pytest.mark.parametrize("axes", ["yx", "zyxc", "zyw", "zzy", "", 3])
def test_axes_that_do_not_name_those_of_the_image_are_told_in_a_sentence(folder: Path, axes: Any) -> None:
    with pytest.raises(zooport.PreviewError, match="does not name the axes of an image of 2 x 3 x 4 values"):
        zooport.preview(folder, image=np.zeros((2, 3, 4)), axes=axes)
    with pytest.raises(zooport.PreviewError, match="axes= has 2 entries for 1 image"):
        zooport.preview(folder, image=np.zeros((2, 3, 4)), axes=["yx", "yx"])


@pytest.mark.parametrize(("axes", "stated"), [("ZYX", "zyx"), ("CYX", "cyx"), ("TYX", "tyx")])
def test_a_file_states_its_own_axes(tmp_path: Path, axes: str, stated: str) -> None:
    from zooport.imaging import own_images

    pixels = np.arange(60, dtype=np.uint16).reshape(3, 4, 5)
    for more in ({"imagej": True}, {"ome": True}):
        path = tmp_path / "image.tif"
        tifffile.imwrite(path, pixels, metadata={"axes": axes}, photometric="minisblack", **more)
        (own,) = own_images(str(path), None)
        assert own.axes == stated
        assert (np.load(io.BytesIO(own.npy)) == pixels).all()
        assert own_images(path, "xyz")[0].axes == "xyz"
    tifffile.imwrite(path, pixels, photometric="minisblack")
    assert own_images(path, None)[0].axes is None
