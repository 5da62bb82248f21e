"""``python -m tools.samples``."""

from __future__ import annotations

from tools.samples import baiyin, bozhou, guyang, luan, messy, quyuan
from tools.samples.readme import write_readme
from tools.samples.workbooks import FOLDER, write_city, write_messy


def main() -> None:
    """Write everything."""
    FOLDER.mkdir(exist_ok=True)
    rosters = {
        "baiyin": (baiyin.people(), [baiyin.EMPLOYER]),
        "quyuan": (quyuan.people(), quyuan.EMPLOYERS),
        "luan": (luan.people(), luan.EMPLOYERS),
        "bozhou": (bozhou.people(), bozhou.EMPLOYERS),
        "guyang": (guyang.people(), guyang.EMPLOYERS),
    }
    for name, (samples, employers) in rosters.items():
        write_city(name, samples, employers)
    write_messy(messy.people())
    write_readme({**{name: samples for name, (samples, _) in rosters.items()}, "messy": messy.people()}, FOLDER)


if __name__ == "__main__":
    main()
