"""Every example notebook as it lies in the repository; `make networks` runs them and holds them to their scores."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "networks"))

from example_networks import EXAMPLES  # noqa: E402

FIELD = re.compile(r"^(\w+)\s*=\s*(.+?)\s*#\s*@param\b")


@pytest.fixture(params=EXAMPLES)
def example(request):
    return EXAMPLES[request.param]


@pytest.fixture
def notebook(example):
    return nbformat.read(example.notebook, as_version=4)


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_is_a_valid_notebook_without_outputs(notebook):
    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_of(notebook))


def test_has_the_sections_of_the_public_notebook(example, notebook):
    headings = [re.match(r"#+ \*\*(\d[\d.]*)", cell.source) for cell in notebook.cells]
    assert " ".join(match[1].rstrip(".") for match in headings if match) == example.sections


def test_names_its_network_before_anything_else(example, notebook):
    first = code_of(notebook)[0].source.splitlines()
    assert re.fullmatch(r"Notebook_version = '\d+\.\d+(\.\d+)?'", first[0])
    assert first[1] == f"Network = '{example.network}'"


def test_trains_the_model_that_the_list_of_examples_names(example, notebook):
    lines = "\n".join(cell.source for cell in code_of(notebook)).splitlines()
    fields = {match[1]: match[2] for match in filter(None, map(FIELD.match, lines))}
    assert ast.literal_eval(fields["model_name"]) == example.model
    assert ast.literal_eval(fields["model_path"]) == "models"


def test_holds_itself_to_the_score_that_the_list_of_examples_names(example, notebook):
    asserted = re.findall(r"^assert .*?>= ([\d.]+)", "\n".join(cell.source for cell in code_of(notebook)), re.MULTILINE)
    assert [float(value) for value in asserted] == [example.least]


def test_keeps_every_path_inside_its_own_folder(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    assert not re.search(r"""['"]/(?!/)|/content|gdrive""", text)
