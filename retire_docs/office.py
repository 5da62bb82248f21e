"""LibreOffice as the other way to PDF, for Word features that we do not set.

Every call has a profile of its own in a folder that is thrown away (a shared one fails silently while the user's own
LibreOffice is open), a time limit, and its output is looked at: LibreOffice says “done” also where it made nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from retire_docs.errors import Fault, MissingProgram, Unconverted

FONTS = Path(__file__).parent / "forms" / "fonts"
"""Where the shipped font is."""
SECONDS_TO_START = 60
SECONDS_A_FILE = 20
_PLACES = {
    "win32": [
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ],
    "darwin": ["/Applications/LibreOffice.app/Contents/MacOS/soffice"],
}
_ADVICE = {
    "win32": "从 zh-cn.libreoffice.org 下载安装",
    "darwin": "从 zh-cn.libreoffice.org 下载安装",
}

_BEGINS = {"pdf": b"%PDF-"}


def program() -> Path:
    """Where LibreOffice is. Raises MissingProgram with advice for this system."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    for place in map(Path, _PLACES.get(sys.platform, [])):
        if place.is_file():
            return place
    advice = _ADVICE.get(sys.platform, "安装 libreoffice-writer，例如 sudo apt install libreoffice-writer")
    raise MissingProgram(Fault("LibreOffice", "没有安装，--pdf-engine libreoffice 用不了", f"{advice}；或去掉这个选项"))


def convert(
    files: Sequence[Path], out: Path, to: str = "pdf", environment: Mapping[str, str] | None = None
) -> Iterator[Path | Unconverted]:
    """Convert files to PDF, or another format by its ending, in ``out``: for each file what was made, or why nothing
    was. Raises MissingProgram."""
    with tempfile.TemporaryDirectory(prefix="retire-docs-office-") as name:
        profile = Path(name)
        said = _run(program(), files, out, to, profile, environment or _with_shipped_font(profile))
    for file in files:
        made = out / f"{file.stem}.{to}"
        if made.is_file() and made.read_bytes().startswith(_BEGINS.get(to, b"")):
            yield made
        else:
            what = f"LibreOffice 没有转出 {to.upper()}{f'（{said}）' if said else ''}"
            yield Unconverted(Fault(file.name, what, "用 LibreOffice 打开这个文件看看"))


def _with_shipped_font(profile: Path) -> dict[str, str]:
    """The shipped font beside the installed ones, where fonts are found through fontconfig: without any Chinese font
    LibreOffice prints empty boxes and says that all went well."""
    if sys.platform in ("win32", "darwin"):
        return {}
    config = profile / "fonts.conf"
    usual = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    config.write_text(f"<fontconfig>{usual}<dir>{escape(str(FONTS))}</dir></fontconfig>", encoding="utf-8")
    return {"FONTCONFIG_FILE": str(config)}


def _run(
    soffice: Path, files: Sequence[Path], out: Path, to: str, profile: Path, environment: Mapping[str, str]
) -> str:
    """One LibreOffice for all files; what it complained of, in a line."""
    limit = SECONDS_TO_START + SECONDS_A_FILE * len(files)
    command = [
        str(soffice), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
        "--convert-to", to, "--outdir", str(out), *map(str, files),
    ]  # fmt: skip
    # A group of its own: LibreOffice's starter is a script whose children outlive it.
    process = subprocess.Popen(  # noqa: S603 - our own arguments, no shell
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    try:
        _, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"超过 {limit} 秒没有做完，已停止"
    except BaseException:
        _end(process)
        raise
    words = errors.decode("utf-8", "replace").split("\n")
    return next((line.strip()[:120] for line in reversed(words) if line.strip()), "")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603, S607
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
