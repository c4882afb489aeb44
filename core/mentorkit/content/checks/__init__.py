# SPDX-License-Identifier: Apache-2.0
"""Whether a catalogue keeps its promises: every problem at once, each with file, line and what to do."""

from pathlib import Path

from mentorkit.content.catalogue import AREAS, SHIPPED, Catalogue
from mentorkit.content.checks.languages import language_problems
from mentorkit.content.checks.learning import coverage_problems, resource_problems
from mentorkit.content.checks.matrices import matrix_problems, reference_problems, size_problems
from mentorkit.content.checks.practice import practice_problems
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.files import FolderFiles
from mentorkit.program.loader import load_program

PROGRAM = "program.yaml"


def check_catalogue(folder: Path = SHIPPED) -> list[Problem]:
    """Everything wrong with a catalogue folder, the shipped one unless another is named."""
    catalogue = Catalogue(FolderFiles(folder))
    found = [
        *_unread(catalogue),
        *reference_problems(catalogue),
        *matrix_problems(catalogue),
        *size_problems(catalogue),
        *resource_problems(catalogue),
        *coverage_problems(catalogue),
        *practice_problems(catalogue),
        *language_problems(catalogue),
        *_license(catalogue),
    ]
    return _in_order([*catalogue.problems, *found])


def check_program(folder: Path) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with a program folder, and what is only worth a thought.

    A company may do with fewer skills a role or fewer resources than the catalogue promises: that is
    advice. Dead references, falling levels and the like are faults.
    """
    faults: list[Problem] = []
    try:
        load_program(folder)
    except ConfigError as error:
        faults.extend(error.problems)
    catalogue = Catalogue(FolderFiles(folder))
    faults += [*resource_problems(catalogue), *practice_problems(catalogue, company=True)]
    advice = [*size_problems(catalogue), *coverage_problems(catalogue)]
    return _in_order(faults), _in_order(advice)


def _unread(catalogue: Catalogue) -> list[Problem]:
    """Areas that are empty: a folder that is no catalogue, or half of one."""
    return [
        Problem(f"{area}/", 0, "", "there is nothing here", "export the catalogue again, or check its folder")
        for area in AREAS
        if not catalogue.area(area)
    ]


def _license(catalogue: Catalogue) -> list[Problem]:
    if catalogue.files.has("README.md") and "Apache" in catalogue.files.text("README.md"):
        return []
    remedy = "add a README.md that names the license of the texts"
    return [Problem("README.md", 0, "", "no license is stated", remedy)]


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Each problem once, by file and line."""
    once = {str(problem): problem for problem in problems}
    return sorted(once.values(), key=lambda p: (p.file, p.line, p.key, p.what))
