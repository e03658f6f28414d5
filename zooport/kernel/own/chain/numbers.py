"""Numbers that a researcher would have typed: the roundest that give the same line."""

from __future__ import annotations

from typing import List, NamedTuple, Tuple

#: What images are divided by before anything else.
FULL_SCALES = (1.0, 255.0, 65535.0, 4095.0, 1023.0, 16383.0, 256.0, 65536.0, 4096.0, 1000.0)

#: Each digit of a number beyond so many counts for several.
SHORT, DEARER = 3, 3

#: More digits than these nobody types; such a number is only what was measured.
TYPED_DIGITS = 5


class Line(NamedTuple):
    """``gain * x + offset``; ``cost`` is how many digits it takes to say, a line that was only measured takes 20."""

    gain: float
    offset: float
    cost: int
    #: How it is best said: "x / 255", "(x - 3) / 2" ...
    words: str
    #: Digits of its longest number.
    longest: int = 0

    @property
    def price(self) -> int:
        """Of two lines with as many digits, that with two short numbers was typed rather than that with a long one."""
        return priced(self.cost, self.longest)


def priced(cost: int, longest: int) -> int:
    """``Line.price`` of one that is to be."""
    return cost + DEARER * max(0, longest - SHORT)


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
    target = _Target(gain, offset, ends, tolerance)
    if target.near(1.0, 0.0):
        return SAME
    best = Line(gain, offset, MEASURED, "")
    for full in FULL_SCALES if gain else ():
        best = _divided(target, full, _multiplied(target, full, best))
    return best._replace(words=best.words or f"{said(gain)} x {_plus(offset)}".strip())


class _Target(NamedTuple):
    """The line that is to be said, and how near one must come."""

    gain: float
    offset: float
    ends: Tuple[float, float]
    tolerance: float

    def near(self, gain: float, offset: float) -> bool:
        more, beside = gain - self.gain, offset - self.offset
        return max(abs(more * self.ends[0] + beside), abs(more * self.ends[1] + beside)) <= self.tolerance

    def steep(self, gain: float) -> bool:
        """Whether any line of this gain can be near."""
        return abs(gain - self.gain) * abs(self.ends[1] - self.ends[0]) <= 2 * self.tolerance

    @property
    def half(self) -> float:
        return (self.ends[0] + self.ends[1]) / 2

    @property
    def middle(self) -> float:
        return self.gain * self.half + self.offset


def _multiplied(target: _Target, full: float, best: Line) -> Line:
    """``factor * x / full + shift``, where it is simpler than ``best``."""
    extra = 0 if full == 1 else 2
    for factor in _rounded(target.gain * full):
        cost = digits(factor) + extra
        if cost >= best.price or not target.steep(factor / full):
            continue
        for shift in _rounded(target.middle - factor / full * target.half, target.tolerance):
            longest = max(digits(factor), digits(shift))
            if priced(cost + digits(shift), longest) < best.price and target.near(factor / full, shift):
                times = "" if factor == 1 else f"{said(factor)} * "
                words = f"{times}{_scaled(full)} {_plus(shift)}".strip()
                best = Line(factor / full, shift, cost + digits(shift), words, longest)
    return best


def _divided(target: _Target, full: float, best: Line) -> Line:
    """``(x / full - centre) / divisor``, where it is simpler than ``best``."""
    extra = 1 if full == 1 else 3
    for divisor in _rounded(1 / (target.gain * full)):
        cost = digits(divisor) + extra
        if cost >= best.price or not target.steep(1 / (full * divisor)):
            continue
        at = target.half / full - target.middle * divisor
        for centre in _rounded(at, target.tolerance * abs(divisor)):
            longest = max(digits(divisor), digits(centre))
            if priced(cost + digits(centre), longest) < best.price and target.near(
                1 / (full * divisor), -centre / divisor
            ):
                top = f"({_scaled(full)} {_plus(-centre)})" if centre else _scaled(full)
                words = f"{top} / {said(divisor)}"
                best = Line(1 / (full * divisor), -centre / divisor, cost + digits(centre), words, longest)
    return best


def _scaled(full: float) -> str:
    return "x" if full == 1 else f"x / {said(full)}"


def _rounded(value: float, zero: float = 0.0) -> List[float]:
    """The value with one to five digits, and 0 where the value is no farther from it than ``zero``."""
    rounded = [float(f"{value:.{count}e}") for count in range(TYPED_DIGITS)]
    return [0.0, *rounded] if abs(value) <= zero else rounded


def _plus(offset: float) -> str:
    return "" if offset == 0 else (f"- {said(-offset)}" if offset < 0 else f"+ {said(offset)}")
