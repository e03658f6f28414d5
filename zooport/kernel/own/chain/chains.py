"""Chains in the format's words, made of what explains the lines and of where they are cut off."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

from ...own_protocol import OwnOperation
from .cut import Cut, cuts_of, is_cut
from .explain import Explanation, Lines
from .line import Fits
from .numbers import Line, said
from .pairs import each_of

FLOAT: OwnOperation = {"id": "ensure_dtype", "kwargs": {"dtype": "float32"}}


class Ends(NamedTuple):
    """The casts that a list of operations begins and ends with, and the list where there are no operations."""

    first: List[OwnOperation]
    last: List[OwnOperation]
    alone: List[OwnOperation]


class Chain(NamedTuple):
    """Operations without the casts at the ends, a sentence for each, and what explains them."""

    operations: List[OwnOperation]
    words: List[str]
    explained: Explanation
    cost: int


def chains_of(
    fits: Sequence[Fits], lines: Lines, explained: Sequence[Explanation], axes: Sequence[str]
) -> Iterator[Chain]:
    """For each explanation the chains that it can be, the roundest first."""
    for one in explained:
        if not is_cut(fits):
            yield _chain(one, None, axes)
            continue
        for cut in sorted(cuts_of(fits, lines, one), key=lambda cut: (cut.cost, -cut.place)):
            yield _chain(one, cut, axes)


def _chain(explained: Explanation, cut: Optional[Cut], axes: Sequence[str]) -> Chain:
    steps: List[Tuple[OwnOperation, str]] = []
    if explained.statistic is not None:
        names = [axes[index] for index in explained.over]
        each = each_of(axes, explained.over)
        steps.append((explained.statistic.operation(names), explained.statistic.words(each)))
    if not explained.exact:
        steps.append((scale_linear(explained.lines), line_words(explained.lines)))
    if cut is not None:
        steps.insert(cut.place, (cut.operation(), cut.words()))
    return Chain(
        [operation for operation, _ in steps],
        [words for _, words in steps],
        explained,
        explained.cost + (cut.cost if cut is not None else 0),
    )


def listed(operations: List[OwnOperation], ends: Ends) -> List[OwnOperation]:
    """With the casts that the description needs: whatever the numbers were, it computes with float32."""
    if not operations:
        return ends.alone
    first = [] if operations[0]["id"] == "ensure_dtype" else ends.first
    return [*first, *operations, *([] if operations[-1:] == ends.last else ends.last)]


def scale_linear(lines: Sequence[Line]) -> OwnOperation:
    """One line, or one for each channel."""
    if len(lines) == 1:
        return {"id": "scale_linear", "kwargs": {"gain": lines[0].gain, "offset": lines[0].offset}}
    gains = [line.gain for line in lines]
    offsets = [line.offset for line in lines]
    return {"id": "scale_linear", "kwargs": {"axis": "channel", "gain": gains, "offset": offsets}}


def line_words(lines: Sequence[Line]) -> str:
    """One sentence."""
    if len(lines) > 1:
        parts = [f"{line.words or 'x'} in channel {index}" for index, line in enumerate(lines)]
        return f"Each value x becomes {', '.join(parts)}."
    line = lines[0]
    if line.offset == 0 and line.gain < 1 and abs(1 / line.gain - round(1 / line.gain)) < 1e-6 and line.gain > 0:
        return f"Each value is divided by {said(round(1 / line.gain))}."
    if line.offset == 0:
        return f"Each value is multiplied by {said(line.gain)}."
    return f"Each value x becomes {line.words}."
