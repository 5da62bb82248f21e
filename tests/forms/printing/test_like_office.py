"""What ordinary Word files have is set as LibreOffice sets the same files in the same font.

Where LibreOffice 7.4 differs from Word, ours is Word's and :mod:`.test_setting` holds it: continuous sections with
other margins, exact pitches on a grid, and rows that grow with text that runs down.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faithful import Difference, compare
from tests.forms.printing.documents import SAMPLES, save
from tests.forms.printing.test_setting import printed
from tools.office import SOFFICE, convert

LEAST_SHARE = 0.98
MOST_APART = 2.0
"""How far the rules of tables may be apart (mm)."""


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_samples_are_set_as_libreoffice_sets_them(tmp_path: Path) -> None:
    files = {name: save(build(), tmp_path / f"{name}.docx") for name, build in SAMPLES.items()}
    convert(tmp_path)
    faults = {}
    for name, file in files.items():
        ours = file.with_suffix(".ours")
        ours.write_bytes(printed(file))
        if wrong := faults_of(compare(ours, file.with_suffix(".pdf"))):
            faults[name] = wrong
    assert faults == {}


def faults_of(found: Difference) -> list[str]:
    faults = []
    if found.pages[0] != found.pages[1]:
        faults.append(f"pages {found.pages}")
    if found.share < LEAST_SHARE:
        faults.append(f"{found.share:.1%} on the same line")
    if found.missing_rules or found.edge > MOST_APART:
        faults.append(f"rules: {found.missing_rules} missing, {found.edge:.1f} mm apart")
    if found.overlaps or found.outside:
        faults.append(f"{found.overlaps} overlaps, {found.outside} outside the page")
    return faults
