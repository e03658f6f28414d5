"""What a check found, for scripts and for the output of a cell."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

#: The report of one bundle as `zooport check --json` writes it, and one entry of a list in it; docs/command-line.md has
#: the keys, and scripts take what they need.
Document = Mapping[str, Any]
Entry = Dict[str, Any]

MARKS = {"error": "error", "warning": "warning", "info": "note"}


class CheckFailed(AssertionError):
    """A bundle does not pass. `result` has everything that was found."""

    def __init__(self, result: CheckResult) -> None:
        super().__init__(str(result))
        self.result = result


@dataclass(frozen=True)
class CheckResult:
    """The report of one bundle; `document` is the command line's JSON of it, the other names are its parts."""

    document: Document

    @property
    def source(self) -> str:
        return str(self.document["source"])

    @property
    def verdict(self) -> str:
        """ "passed", "failed", "not run" or "unreadable"."""
        return str(self.document["verdict"])

    @property
    def passed(self) -> bool:
        return self.verdict == "passed"

    @property
    def reason(self) -> Optional[str]:
        """Why it does not pass, in a sentence."""
        return self.document.get("reason")

    @property
    def findings(self) -> List[Entry]:
        """What is to be known about the description: code, by, severity, path, message, and fix where there is one."""
        found = self.document.get("format")
        return list(found["findings"]) if found else []

    @property
    def reproduction(self) -> List[Entry]:
        """One entry per weights format and output: verdict, zoo, reason, maxAbsolute, maxRelative and so on."""
        return list(self.document.get("reproduction", []))

    @property
    def readiness(self) -> List[Entry]:
        """One entry per program that may run the bundle: verdict and reason."""
        return list(self.document.get("readiness", []))

    def raise_if_failed(self) -> CheckResult:
        """Raises `CheckFailed` unless the bundle passes; gives itself back, so that calls can be chained."""
        if not self.passed:
            raise CheckFailed(self)
        return self

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        return f"<CheckResult {self.verdict}: {self.source}>"

    def _repr_html_(self) -> str:
        """What a cell shows and a saved notebook keeps: text alone, nothing that a page would run."""
        sign = "\u2713" if self.passed else "\u2717"
        first, *others = self._lines()
        lines = "".join(f"<li>{html.escape(line.strip())}</li>" for line in others)
        return f"<p><strong>{sign} {html.escape(first)}</strong></p><ul>{lines}</ul>"

    def _lines(self) -> List[str]:
        reason = [f"  {self.reason}"] if self.reason else []
        reproduced = [f"  {entry['output']} ({entry['weights']}): {entry['reason']}" for entry in self.reproduction]
        return [f"{self.verdict.upper()}  {self.source}", *reason, *reproduced, *self._finding_lines()]

    def _finding_lines(self, severities: Sequence[str] = ("error", "warning")) -> List[str]:
        return [
            f"  {MARKS[finding['severity']]}: {finding['message']}"
            for severity in severities
            for finding in self.findings
            if finding["severity"] == severity
        ]
