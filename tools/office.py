"""Word files → PDF by LibreOffice, for tests and pictures, the same on every machine."""

from __future__ import annotations

import shutil
from pathlib import Path

from retire_docs import office

SOFFICE = shutil.which("soffice")


def convert(folder: Path, *, system_fonts: bool = False) -> list[Path]:
    """Every Word file of a folder as PDF beside it, set in the shipped font.

    Without ``system_fonts`` no other font is there, so that the lines do not depend on the machine.
    """
    fonts = folder / "fonts.conf"
    others = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>' if system_fonts else ""
    fonts.write_text(f"<fontconfig>{others}<dir>{office.FONTS}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    made = []
    for result in office.convert(sorted(folder.glob("*.docx")), folder, environment={"FONTCONFIG_FILE": str(fonts)}):
        if not isinstance(result, Path):
            raise result
        made.append(result)
    return sorted(made)
