"""One file that the Python half made: ``src/kernel/preparedFile.ts``."""

from __future__ import annotations

from typing import Literal, TypedDict

FileRole = Literal["test_input", "test_output", "weights", "proof_input", "proof_output", "proof_exact", "attachment"]


class PreparedFile(TypedDict):
    role: FileRole
    path: str
    name: str
    size: int
    sha256: str
