"""Runs the checks of the project, and ends with the seconds of each part and the slowest tests.

python3 scripts/test.py              everything that a change can break, with all the set-up it needs (make test)
python3 scripts/test.py quick        what needs nothing but Node and Python (make quick)
python3 scripts/test.py lint unit    these parts only
"""

from __future__ import annotations

import shutil
import signal
import sys
import time
from typing import List

import lanes
import parts
import seconds
import setup
import warm

SLOWEST = 20


def main(names: List[str]) -> int:
    # A shell starts what runs in its background with Ctrl-C ignored, and the commands that are tested would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chosen = list(parts.QUICK) if names == ["quick"] else names or list(parts.PARTS)
    unknown = [name for name in chosen if name not in parts.PARTS]
    if unknown:
        setup.stop(f"Unknown part: {', '.join(unknown)}. The parts are: {', '.join(parts.PARTS)}")
    setup.check_machine()
    began = time.time()
    for need in [need for need in setup.PARTS if any(need in parts.PARTS[name].needs for name in chosen)]:
        setup.PARTS[need]()
    ready = time.time() - began
    shutil.rmtree(parts.SECONDS, ignore_errors=True)
    outcomes = run(chosen)
    # Whoever reads only the end of a long log finds the reason there.
    for outcome in outcomes:
        if not outcome.passed:
            print(f"\n== The end of what {outcome.name} printed:\n{outcome.said}")
    print("\nThe slowest tests, in seconds (all: python3 scripts/seconds.py 1000):")
    print("\n".join(seconds.lines(SLOWEST)))
    print(f"\nSeconds of each part, lanes side by side:\n  {'set-up':<12} {ready:7.1f}  done")
    for outcome in outcomes:
        print(f"  {outcome.name:<12} {outcome.seconds:7.1f}  {'passed' if outcome.passed else 'FAILED'}")
    print(f"  {'all':<12} {time.time() - began:7.1f}")
    failed = sum(not outcome.passed for outcome in outcomes)
    print(f"\n{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def run(chosen: List[str]) -> List[lanes.Outcome]:
    """With a warm Python for each environment, where a part needs one."""
    if not any("train" in parts.PARTS[name].needs for name in chosen):
        return lanes.Lanes({}).run(chosen)
    pythons = warm.Warm()
    try:
        return lanes.Lanes(pythons.environment).run(chosen)
    finally:
        pythons.end()


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
