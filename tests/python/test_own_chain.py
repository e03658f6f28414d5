"""The chain before and after a network of one's own is found by trying, and a wrong one is never taken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple

import numpy as np
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts" / "own"))

from chains import figures, holds  # noqa: E402
from chains_after import random_after  # noqa: E402
from chains_before import random_before  # noqa: E402
from zooport.kernel.libraries import Array  # noqa: E402
from zooport.kernel.own.chain.after import after  # noqa: E402
from zooport.kernel.own.chain.apply import OPERATIONS, apply  # noqa: E402
from zooport.kernel.own.chain.before import before  # noqa: E402
from zooport.kernel.own.chain.found import NoChain  # noqa: E402
from zooport.kernel.own.chain.probe import probes  # noqa: E402
from zooport.kernel.own_protocol import OwnOperation  # noqa: E402

ZOO = ROOT / ".envs" / "zoo" / "bin" / "python"
F = np.float32
CYX = ("batch", "channel", "y", "x")
COUNT = 2000


@pytest.mark.parametrize("side", ["before", "after"])
def test_random_chains_are_found_and_no_wrong_one_is(side: str):
    counts, bad = figures(COUNT, 0, side)
    told = "\n".join(f"{one.answer}: {one.name}: {one.said}" for one in bad)
    assert counts["wrong"] == 0, told
    assert counts["missed"] <= 0.01 * (counts["found"] + counts["missed"]), told
    # The generator has not run dry of chains that the format can say.
    assert counts["found"] > 0.6 * COUNT


@pytest.mark.parametrize("side", ["before", "after"])
def test_of_two_images_alone_no_wrong_chain_is_taken(side: str):
    counts, bad = figures(200, 7, side, False)
    assert counts["wrong"] == 0, "\n".join(f"{one.name}: {one.said}" for one in bad if one.answer == "wrong")


def test_operations_are_those_of_bioimageio_core(tmp_path: Path):
    cases: List[Dict[str, object]] = []
    arrays: Dict[str, Array] = {}
    for index in range(200):
        side = "before" if index % 2 else "after"
        random = np.random.default_rng([3, index])
        case = random_before(random) if side == "before" else random_after(random)
        if case.operations:
            arrays[str(len(cases))] = case.make() if case.last is None else one_channel(case.make(), case.axes)
            cases.append({"axes": case.axes, "operations": case.operations, "side": side})
    for operations in SAID_BY_HAND:
        arrays[str(len(cases))] = image(len(cases), dtype="float32", channels=2)
        cases.append({"axes": CYX, "operations": operations, "side": "before"})
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    np.savez(tmp_path / "arrays.npz", **arrays)
    files = [str(tmp_path / name) for name in ("cases.json", "arrays.npz", "results.npz")]
    subprocess.run([str(ZOO), str(ROOT / "scripts" / "own" / "core_operations.py"), *files], check=True)
    results = np.load(tmp_path / "results.npz")
    seen = set()
    for index, case in enumerate(cases):
        operations: List[OwnOperation] = case["operations"]  # type: ignore[assignment]
        wanted = results[str(index)].astype(np.float64)
        got = apply(operations, arrays[str(index)], case["axes"])  # type: ignore[arg-type]
        span = float(wanted.max() - wanted.min()) or 1.0
        # bioimageio.core computes in float32 here and there: what a chain is held to is no finer.
        np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-5 * max(span, float(np.abs(wanted).max())))
        seen |= {operation["id"] for operation in operations}
    assert seen == set(OPERATIONS)


#: Operations that are never found, but may be said.
SAID_BY_HAND: List[List[OwnOperation]] = [
    [{"id": "fixed_zero_mean_unit_variance", "kwargs": {"mean": 400.0, "std": 30.5}}],
    [{"id": "fixed_zero_mean_unit_variance", "kwargs": {"axis": "channel", "mean": [400.0, 3.0], "std": [30.5, 0.25]}}],
    [{"id": "clip", "kwargs": {"axes": ["channel", "y", "x"], "min_percentile": 2.0, "max_percentile": 99.0}}],
    [{"id": "clip", "kwargs": {"axes": ["y", "x"], "min_percentile": 2.0, "max": 1500.0}}],
    [{"id": "scale_linear", "kwargs": {"gain": 0.5, "offset": -3.0}}, {"id": "clip", "kwargs": {"min": 0.0}}],
]


def one_channel(output: Array, axes: Sequence[str]) -> Array:
    return np.take(output, [0], axis=axes.index("channel"))


def image(seed: int, size: int = 64, dtype: str = "uint16", channels: int = 1) -> Array:
    """Noise on a background, (1, channels, size, size)."""
    random = np.random.default_rng(seed)
    values = random.gamma(2, 400, (1, channels, size, size)) + random.uniform(80, 120)
    return (values / 16 if dtype == "uint8" else values).clip(0, 255 if dtype == "uint8" else 65535).astype(dtype)


def pairs_of(function: Callable[[Array], Array], *images: Array) -> List[Tuple[Array, Array]]:
    return [(one, function(one)) for one in images]


def ids(operations: Sequence[OwnOperation]) -> List[str]:
    return [operation["id"] for operation in operations if operation["id"] != "ensure_dtype"]


def test_words_are_sentences_of_a_biologist():
    def normalize(x: Array) -> Array:
        low, high = np.percentile(x, (1, 99.8))
        return (np.clip((x - low) / (high - low), 0, 1) * 2 - 1).astype(F)

    found = before(pairs_of(normalize, image(0), image(1, 48), *probes(image(0), CYX)), CYX)
    assert found.words == [
        "Each image is scaled so that its percentile 1 becomes 0 and its percentile 99.8 becomes 1, percentiles of the "
        "whole image.",
        "Values are cut off: those below 0 become 0, those above 1 become 1.",
        "Each value x becomes 2 * x - 1.",
    ]
    assert found.operations[0] == {"id": "ensure_dtype", "kwargs": {"dtype": "float32"}}
    assert found.operations[-1] == {"id": "ensure_dtype", "kwargs": {"dtype": "float32"}}
    assert found.operations[1]["kwargs"]["axes"] == ["channel", "y", "x"]
    assert found.of_range <= 1e-5


def test_numbers_are_those_that_were_typed():
    def photograph(x: Array) -> Array:
        mean, deviation = np.array([0.485, 0.456, 0.406], F), np.array([0.229, 0.224, 0.225], F)
        return ((x / F(255) - mean[:, None, None]) / deviation[:, None, None]).astype(F)

    found = before(pairs_of(photograph, image(0, dtype="uint8", channels=3), image(1, 48, "uint8", 3)), CYX)
    assert ids(found.operations) == ["scale_linear"]
    kwargs = found.operations[1]["kwargs"]
    assert kwargs["axis"] == "channel"
    assert kwargs["gain"] == pytest.approx([1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)], rel=1e-12)
    assert kwargs["offset"] == pytest.approx([-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225], rel=1e-12)


def test_nothing_is_done_to_an_image_of_floats():
    found = before(pairs_of(lambda x: x, image(0, dtype="float32"), image(1, 48, "float32")), CYX)
    assert (found.operations, found.words, found.of_range) == ([], [], 0)


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (lambda x: x / x.max(), "divided by its own largest value"),
        (lambda x: x / x.mean(), "divided by its own mean"),
        (lambda x: x - x.min().astype(F), "its own smallest value is taken away"),
        (lambda x: (x / 65535) ** 0.5, "a curve of each value"),
        (lambda x: (x + np.roll(x, 1, axis=-1)) / 2, "depends on more than the value at its place"),
        (lambda x: (np.clip(x, 300, 900) - np.clip(x, 300, 900).mean()) / np.clip(x, 300, 900).std(), "first cut off"),
        (lambda x: (x - x.mean()) / (x.std() + 5), "5 was added"),
        (lambda x: (x - x.mean()) / x.std(ddof=1), "divided by n - 1"),
        (lambda x: np.zeros(x.shape), "the same number everywhere"),
        (lambda x: np.where(x > 300, x, np.nan), "no finite numbers"),
    ],
)
def test_what_the_format_has_no_words_for_is_said(function: Callable[[Array], Array], reason: str):
    with pytest.raises(NoChain, match=reason) as error:
        before(pairs_of(lambda x: function(x).astype(F), image(0), image(1, 48), *probes(image(0), CYX)), CYX)
    assert error.value.best is None or error.value.of_range > 1e-5


def test_a_smallest_value_of_0_does_not_make_a_division_by_the_largest_a_range():
    images = [image(seed, dtype="uint8") for seed in range(2)]
    for one in images:
        one[..., 0, 0] = 0
    with pytest.raises(NoChain, match="scale_range with percentiles 0 and 100 is the same only where"):
        before(pairs_of(lambda x: (x / x.max()).astype(F), *images), CYX)

    def ranged(x: Array) -> Array:
        return ((x - x.min()) / np.float64(x.max() - x.min())).astype(F)

    found = before(pairs_of(ranged, *images, *probes(images[0], CYX)), CYX)
    assert ids(found.operations) == ["scale_range"]


def test_images_of_the_same_range_do_not_tell_a_fixed_number():
    images = [image(seed, dtype="uint8") for seed in range(2)]
    for one in images:
        one[..., 0, :2] = [1, 256 - 1]
    with pytest.raises(NoChain, match="do not tell two ways of scaling apart"):
        before(pairs_of(lambda x: ((x - F(1)) / F(254)).astype(F), *images), CYX)


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def output(seed: int, channels: int = 1, size: int = 96) -> Array:
    return np.random.default_rng(seed).normal(0, 2, (1, channels, size, size)).astype(F)


@pytest.mark.parametrize(
    ("function", "operations", "last"),
    [
        (lambda x: x, [], None),
        (lambda x: sigmoid(x) > 0.4, ["sigmoid", "binarize"], None),
        (lambda x: sigmoid(x) > 0.5, ["binarize"], None),
        (lambda x: x.argmax(1, keepdims=True), [], "argmax"),
        (lambda x: x[:, 1:2], [], "channel"),
        (lambda x: sigmoid(x[:, :1]) >= 0.3, ["sigmoid", "binarize"], "channel"),
        (lambda x: (x.argmax(1, keepdims=True) > 0) * np.uint8(255), ["binarize", "scale_linear"], "argmax"),
    ],
)
def test_a_result_is_found_with_what_becomes_part_of_the_network(
    function: Callable[[Array], Array], operations: List[str], last: object
):
    pairs = pairs_of(function, output(0, 3), output(1, 3, 80))
    found = after(pairs, CYX)
    assert ids(found.operations) == operations
    assert (found.last.kind if found.last else None) == last
    assert holds(found.operations, found.last, pairs_of(function, output(2, 3)), CYX)


def test_a_softmax_of_which_one_channel_is_kept_is_part_of_the_network():
    def likely(x: Array) -> Array:
        exponential = np.exp(x - x.max(1, keepdims=True))
        return (exponential / exponential.sum(1, keepdims=True))[:, 1:2] > 0.7

    found = after(pairs_of(likely, output(0, 3), output(1, 3)), CYX)
    assert found.last is not None
    assert (found.last.kind, found.last.axis, found.last.which) == ("softmax_channel", 1, 1)
    assert found.operations[0] == {"id": "binarize", "kwargs": {"threshold": 0.7}}


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (lambda x: (x - x.min()) / (x.max() - x.min()), "bioimageio.core stops at it"),
        (lambda x: x * x[0, 0, 0, 0] + 3, "multiplied by a number of its own"),
        (np.tanh, "a curve of each value"),
    ],
)
def test_a_result_that_the_format_has_no_words_for_is_said(function: Callable[[Array], Array], reason: str):
    with pytest.raises(NoChain, match=reason):
        after(pairs_of(function, output(0), output(1)), CYX)


def test_a_threshold_that_no_value_comes_near_is_not_guessed():
    outputs = [np.where(output(seed) > 0, output(seed) + 5, output(seed)) for seed in range(2)]
    with pytest.raises(NoChain, match="no value of the network comes near enough"):
        after(pairs_of(lambda x: x > 2.5, *outputs), CYX)


def test_probes_differ_in_all_their_statistics():
    given = image(0, dtype="uint8")
    given[..., :32, :] = 0
    wide, narrow = probes(given, CYX)
    assert wide.dtype == narrow.dtype == given.dtype
    assert wide.shape == narrow.shape == given.shape
    percentiles = np.percentile(wide, (0, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 90, 95, 97, 98, 99, 99.5, 99.8, 99.9, 100))
    assert (np.diff(percentiles) > 0).all()
    assert narrow.min() > 0


def test_an_operation_that_is_not_known_is_named():
    with pytest.raises(ValueError, match="stardist_postprocessing"):
        apply([{"id": "stardist_postprocessing", "kwargs": {}}], image(0), CYX)
    with pytest.raises(ValueError, match="'mean'"):
        apply([{"id": "fixed_zero_mean_unit_variance", "kwargs": {"std": 1.0}}], image(0), CYX)
    with pytest.raises(ValueError, match="'rgb' is none of the array's axes"):
        apply([{"id": "scale_range", "kwargs": {"axes": ["rgb"]}}], image(0), CYX)
