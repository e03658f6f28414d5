"""Numbers that a researcher would have typed: the roundest that give the same line."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Tuple

#: What images are divided by before anything else.
FULL_SCALES = (1.0, 255.0, 65535.0, 4095.0, 1023.0, 16383.0, 256.0, 65536.0, 4096.0, 1000.0)

#: More digits than these nobody types; such a number is only what was measured.
TYPED_DIGITS = 5


class Line(NamedTuple):
    """``gain * x + offset``; ``cost`` is how many digits it takes to say, a line that was only measured takes 20."""

    gain: float
    offset: float
    cost: int
    #: How it is best said: "x / 255", "(x - 3) / 2" ...
    words: str


SAME = Line(1.0, 0.0, 0, "")
MEASURED = 20


def digits(value: float) -> int:
    """Significant digits of a number as it is typed: 0 for 0, 1 for 0.5, 3 for 255."""
    if value == 0:
        return 0
    mantissa = f"{abs(value):.9e}".split("e")[0].replace(".", "").rstrip("0")
    return len(mantissa)


def plain(value: float, tolerance: float) -> float:
    """The number with the fewest digits that is no farther than ``tolerance``."""
    if abs(value) <= tolerance:
        return 0.0
    for count in range(1, 17):
        rounded = float(f"{value:.{count - 1}e}")
        if abs(rounded - value) <= tolerance:
            return rounded
    return value


def said(value: float) -> str:
    """A number in a sentence."""
    text = f"{value:.7g}"
    return text[:-2] if text.endswith(".0") else text


def roundest(gain: float, offset: float, ends: Tuple[float, float], tolerance: float) -> Line:
    """The simplest line that is no farther than ``tolerance`` from ``gain * x + offset`` at both ``ends`` of x."""
    lines = [line for line in _lines(gain, offset, ends, tolerance) if _distance(line, gain, offset, ends) <= tolerance]
    measured = Line(gain, offset, MEASURED, f"{said(gain)} x {_plus(offset)}".strip())
    return min(lines, key=lambda line: line.cost, default=measured)


def _distance(line: Line, gain: float, offset: float, ends: Tuple[float, float]) -> float:
    return max(abs((line.gain - gain) * end + line.offset - offset) for end in ends)


def _rounded(value: float, zero: float = 0.0) -> List[float]:
    """The value with one to five digits, and 0 where the value is no farther from it than ``zero``."""
    rounded = [float(f"{value:.{count}e}") for count in range(TYPED_DIGITS)]
    return [0.0, *rounded] if abs(value) <= zero else rounded


def _plus(offset: float) -> str:
    return "" if offset == 0 else (f"- {said(-offset)}" if offset < 0 else f"+ {said(offset)}")


def _lines(gain: float, offset: float, ends: Tuple[float, float], tolerance: float) -> Iterator[Line]:
    """Lines near the given one, in all the ways that they are typed."""
    if gain == 0:
        return
    yield SAME
    half = (ends[0] + ends[1]) / 2
    middle = gain * half + offset
    reach = 2 * tolerance / max(ends[1] - ends[0], 1e-30)
    for full in FULL_SCALES:
        scaled, extra = ("x", 0) if full == 1 else (f"x / {said(full)}", 2)
        for factor in _rounded(gain * full):
            if abs(factor / full - gain) > reach:
                continue
            for shift in _rounded(middle - factor / full * half, tolerance):
                words = f"{said(factor)} * {scaled} {_plus(shift)}" if factor != 1 else f"{scaled} {_plus(shift)}"
                yield Line(factor / full, shift, digits(factor) + digits(shift) + extra, words.strip())
        for divisor in _rounded(1 / (gain * full)):
            if abs(1 / (full * divisor) - gain) > reach:
                continue
            for centre in _rounded(half / full - middle * divisor, tolerance * abs(divisor)):
                top = f"({scaled} {_plus(-centre)})" if centre else f"({scaled})" if full != 1 else scaled
                cost = digits(divisor) + digits(centre) + extra + 1
                yield Line(1 / (full * divisor), -centre / divisor, cost, f"{top} / {said(divisor)}")
