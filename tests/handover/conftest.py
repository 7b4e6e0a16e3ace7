"""The small outbreak before anything was handed over, and after: made once each, and copied for every test."""

import shutil
from pathlib import Path

import pytest

from tests.handover.outbreak import CASE, Outbreak, stay


@pytest.fixture(scope="session")
def begun(tmp_path_factory) -> Outbreak:
    """C1 and x met for an hour at L; x and y met for half an hour at M afterwards."""
    made = Outbreak.begin(tmp_path_factory.mktemp("begun") / "outbreak")
    made.bring("cases", CASE)
    made.bring("checkins", stay("a", "L", "10:00", "11:00"), stay("x", "L", "10:00", "11:00"))
    made.bring("checkins", stay("x", "M", "14:00", "14:30"), stay("y", "M", "14:00", "14:30"))
    made.bring("persons", "x,Xenia,100,X street", "y,Yvo,200,Y street")
    return made


@pytest.fixture(scope="session")
def once_handed_over(tmp_path_factory, begun) -> Outbreak:
    """The same, screened and handed over once."""
    made = copied(begun, tmp_path_factory.mktemp("handed") / "outbreak")
    made.step()
    return made


@pytest.fixture
def fresh(begun, tmp_path) -> Outbreak:
    """An outbreak of which nothing was handed over yet."""
    return copied(begun, tmp_path / "fresh")


@pytest.fixture
def handed(once_handed_over, tmp_path) -> Outbreak:
    """An outbreak whose list was handed over once."""
    return copied(once_handed_over, tmp_path / "handed")


def copied(made: Outbreak, folder: Path) -> Outbreak:
    """An outbreak of its own, which may be changed."""
    shutil.copytree(made.folder, folder)
    return Outbreak(folder, made.brought)
