"""Writes at which sizes bioimageio.core fails, for the tests of src/preview/network.

    .envs/new/bin/python scripts/conformance/size_trials.py  writes src/preview/network/fixtures/trials.json
    .envs/new/bin/python scripts/conformance/size_trials.py --check       compares with that file, writes nothing

The bundles are those of src/preview/network/fixtures/trials.ts; node writes them first.
Needs bioimageio.core 0.11 (`_test_parametrized_inference`) and onnxruntime.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import bioimageio.core
import onnxruntime
from bioimageio.core import load_model_description
from bioimageio.core._resource_tests import _test_parametrized_inference
from loguru import logger

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src" / "preview" / "network" / "fixtures" / "trials.json"


def write_bundles(folder: str) -> int:
    command = [
        "npx",
        "vitest",
        "run",
        "src/preview/network/trials.long.test.ts",
        "-t",
        "writes a bundle",
        "--maxWorkers",
        "1",
    ]
    environment = {**os.environ, "ZOOPORT_TRIALS": folder}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return len(list(Path(folder).glob("*.zip")))


def fails(bundle: Path) -> bool:
    model = load_model_description(bundle, perform_io_checks=False)
    before = len(model.validation_summary.details)
    _test_parametrized_inference(model, "onnx", None, stop_early=False)
    tried = model.validation_summary.details[before:]
    if not tried:
        raise RuntimeError(f"Nothing was tried of {bundle}.")
    return any(detail.status == "failed" for detail in tried)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    logger.remove()
    warnings.simplefilter("ignore")
    onnxruntime.set_default_logger_severity(4)
    with tempfile.TemporaryDirectory() as folder:
        count = write_bundles(folder)
        failed = [fails(Path(folder) / f"{index}.zip") for index in range(count)]
    made_with = f"bioimageio.core {bioimageio.core.__version__}, onnxruntime {onnxruntime.__version__}"
    text = "".join("1" if one else "0" for one in failed)
    same = options.check and json.loads(TARGET.read_text(encoding="utf-8"))["failed"] == text
    if not options.check:
        TARGET.write_text(json.dumps({"made_with": made_with, "failed": text}) + "\n", encoding="utf-8")
    print(f"{made_with}: {sum(failed)} of {count} fail")
    return 1 if options.check and not same else 0


if __name__ == "__main__":
    sys.exit(main())
