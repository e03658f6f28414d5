"""What the page may read: the one file or folder that was given, and nothing beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, Iterator, Optional

# Bytes of one answer; a page asks again for what follows.
LARGEST_RANGE = 4 * 2**20
# The page itself refuses bundles above its own limits; these only bound what is listed for it.
MOST_FILES = 20_000
# Bundles are flat by rule; some old ones have a folder or two.
DEEPEST = 3


class OpenedBundle:
    """A bundle on disk. `name` is what was given; files are known by their names inside it, with forward slashes.

    Raises `OSError` where there is nothing to read at `path`.
    """

    def __init__(self, path: str) -> None:
        place = Path(path).expanduser()
        described = place.suffix.lower() in (".yaml", ".yml") and not place.is_dir()
        # Relative paths are of now: a later cell may change the kernel's folder.
        self.place = (place.parent if described else place).resolve(strict=True)
        self.name = path
        self.description: Optional[str] = place.name if described else None
        if described:
            place.stat()
        self.is_folder = self.place.is_dir()
        if not self.is_folder:
            with self.place.open("rb"):
                pass

    def listing(self) -> Dict[str, object]:
        """The answer to a page that opens the bundle: its size, or its files with theirs (bytes)."""
        if not self.is_folder:
            return {"kind": "zip", "name": self.name, "size": self.place.stat().st_size}
        entries = [{"name": name, "size": file.stat().st_size} for name, file in self._files().items()]
        return {"kind": "folder", "name": self.name, "entries": entries, "description": self.description}

    def read(self, name: object, offset: object, length: object) -> bytes:
        """Exactly `length` bytes from `offset` of a zip (no name), or of a folder's file by its listed name.

        Raises `ValueError` for what is not there, and for more than `LARGEST_RANGE`.
        """
        file = self._files().get(str(name or "")) if self.is_folder else self.place
        if file is None:
            raise ValueError("This bundle has no such file.")
        if type(offset) is not int or type(length) is not int or offset < 0 or not 0 <= length <= LARGEST_RANGE:
            raise ValueError("There is no such part of a file.")
        with file.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)

    def _files(self) -> Dict[str, Path]:
        """Listed anew each time: the bundle may have been written again. Links that lead outside are left out."""
        found: Dict[str, Path] = {}
        for file in self._walk(self.place, 1):
            found[file.relative_to(self.place).as_posix()] = file
            if len(found) >= MOST_FILES:
                break
        return found

    def _walk(self, folder: Path, depth: int) -> Iterator[Path]:
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    yield from self._walk(Path(entry.path), depth + 1)
            elif entry.is_file() and self._is_inside(Path(entry.path)):
                yield Path(entry.path)

    def _is_inside(self, file: Path) -> bool:
        return self.place in file.resolve().parents
