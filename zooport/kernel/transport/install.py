"""Makes a package of sources that were sent along, under a private name; runs alone, before the package is there."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Dict, Optional, Sequence


class _Sources(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds and loads the modules of one package from memory."""

    def __init__(self, package: str, files: Dict[str, str], digest: str) -> None:
        self.package = package
        self.digest = digest
        #: Path in the package to source.
        self.files = files

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        file = self._file(fullname)
        if file is None:
            return None
        origin = f"<zooport/kernel/{file}>"
        return importlib.util.spec_from_loader(
            fullname, self, origin=origin, is_package=file.split("/")[-1] == "__init__.py"
        )

    def is_package(self, fullname: str) -> bool:
        return (self._file(fullname) or "").split("/")[-1] == "__init__.py"

    def get_source(self, fullname: str) -> Optional[str]:
        file = self._file(fullname)
        return None if file is None else self.files[file]

    def get_code(self, fullname: str) -> Optional[CodeType]:
        source = self.get_source(fullname)
        return None if source is None else compile(source, f"<zooport/kernel/{self._file(fullname)}>", "exec")

    def _file(self, fullname: str) -> Optional[str]:
        if fullname != self.package and not fullname.startswith(self.package + "."):
            return None
        stem = "/".join(fullname.split(".")[1:])
        names = (f"{stem}/__init__.py", f"{stem}.py") if stem else ("__init__.py",)
        return next((name for name in names if name in self.files), None)


def install(package: str, files: Dict[str, str], digest: str) -> str:
    """Makes ``package`` importable from ``files`` (path in the package to source); replaces an older one.

    Files of ours that the older one still holds are given up first, or they would never be removed.
    """
    older = sys.modules.get(f"{package}.transport.folders")
    if older is not None:
        older.remove_all()
    for name in [name for name in sys.modules if name == package or name.startswith(package + ".")]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if getattr(finder, "package", None) != package]
    sys.meta_path.append(_Sources(package, files, digest))
    vars(importlib.import_module(package))["DIGEST"] = digest
    return digest
