"""What a release must agree on: one version everywhere, its entry in the changes, whole licence texts, a wheel.

python3 scripts/release_check.py   (make release-check)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import List

import setup


def versions() -> List[str]:
    """The package's for Python, for node, and the one that stands in every bundle."""
    python = re.search(r'__version__ = "(.+?)"', (setup.ROOT / "zooport" / "__init__.py").read_text())
    bundles = re.search(r"VERSION = '(.+?)'", (setup.ROOT / "src" / "export" / "version.ts").read_text())
    node = json.loads((setup.ROOT / "package.json").read_text())["version"]
    return [node, *(found.group(1) if found else "none" for found in (python, bundles))]


def faults() -> List[str]:
    found = []
    known = versions()
    if len(set(known)) > 1:
        found.append(f"The versions differ: package.json, zooport/__init__.py and src/export/version.ts say {known}.")
    heading = re.search(r"^## (.+)$", (setup.ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    if not heading or not re.fullmatch(rf"{re.escape(known[0])} \(\d{{4}}-\d\d-\d\d\)", heading.group(1)):
        found.append(f'The first heading of CHANGELOG.md must be "{known[0]} (YYYY-MM-DD)".')
    if subprocess.run(["node", "build/licenses.mjs", "--check"], cwd=setup.ROOT).returncode:
        found.append("LICENSES.txt is not that of the locked packages: node build/licenses.mjs writes it.")
    return found


def main() -> int:
    for part in ("lab", "node", "build"):
        setup.PARTS[part]()
    found = faults()
    wheels = sorted((setup.ROOT / "dist").glob(f"zooport-{versions()[0]}-*.whl"))
    if len(wheels) != 1:
        found.append(f"dist/ holds {len(wheels)} wheels of this version, not one.")
    print("\n".join(found) or f"{wheels[0].name} may go out.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
