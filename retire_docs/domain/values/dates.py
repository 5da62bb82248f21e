"""Calendar dates as people write them in China; shared by the kinds 日期, 年月, 日期或年月, 期间 and 经历."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from retire_docs.domain.values.base import Malformed, Parsed, Raw, compact, dashed, quoted

FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet's serial dates
_SERIAL = range(3654, 60_000)  # 1910-01-01 … 2064: what such a serial can mean here
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")
_TEXT = re.compile(r"(\d{4})\s*[年./\-、,。]\s*(\d{1,2})(?:\s*[月./\-、,。]\s*(\d{1,2})\s*[日号]?|\s*月)?")
_SHORT_YEAR = re.compile(r"[3-9]\d(?=\s*[年./\-])")
"""65.3.12: nobody who retires now has a date of the thirties of this century."""
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})?")
REMEDY = "写成 1965年3月12日、1965-3-12 或 1965.3.12 这样的日期"


class Written(NamedTuple):
    """A date as written: ``day`` is None where only the month is said."""

    year: int
    month: int
    day: int | None

    @property
    def iso(self) -> str:
        """``1965-03-12``, or ``1965-03`` where no day is said."""
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day is not None else "")


def read(raw: Raw) -> tuple[Written, tuple[str, ...]]:
    """A date or month in any usual writing, and doubts. Raises Malformed."""
    if isinstance(raw, (dt.date, dt.datetime)):
        return _real(raw.year, raw.month, raw.day), ()
    text = _MIDNIGHT.sub("", dashed(compact(raw)))
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if int(raw) in _SERIAL and float(raw).is_integer():
            iso = (_EPOCH + dt.timedelta(days=int(raw))).isoformat()
            return _of_iso(iso), (f"数字 {int(raw)} 按表格的日期序号理解为 {show_day(iso)}",)
        if re.fullmatch(r"\d\d(\d\d)?\.1", text):
            year = int(raw) if raw > 99 else 1900 + int(raw)
            remedy = f"把单元格设为文本，写成 {year}年1月 或 {year}年10月"
            raise Malformed(f"数字 {text} 分不清是1月还是10月", remedy)
    doubts: tuple[str, ...] = ()
    if _SHORT_YEAR.match(text):
        text = f"19{text}"
        doubts = (f"只写了两位的年份按{text[:4]}年理解",)
    match = _TEXT.fullmatch(text) or _PACKED.fullmatch(text)
    if not match:
        raise Malformed(f"{quoted(text)}看不出是哪一天", REMEDY)
    numbers = [int(g) if g else None for g in match.groups()]
    return _real(numbers[0] or 0, numbers[1] or 0, numbers[2]), doubts


def _of_iso(iso: str) -> Written:
    return Written(int(iso[:4]), int(iso[5:7]), int(iso[8:10]))


def _real(year: int, month: int, day: int | None) -> Written:
    try:
        dt.date(year, month, 1 if day is None else day)
    except ValueError:
        raise Malformed(f"没有{year}年{month}月{f'{day}日这一天' if day is not None else ''}", REMEDY) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Malformed(f"年份 {year} 不在 {FIRST_YEAR}—{LAST_YEAR} 之内", REMEDY)
    return Written(year, month, day)


def month_only(raw: Raw) -> Parsed:
    """The month of a date; a day that was written is dropped."""
    written, doubts = read(raw)
    return Parsed(Written(written.year, written.month, None).iso, doubts)


def show_month(iso: str) -> str:
    """``1965-03`` or ``1965-03-12`` → ``1965年3月``."""
    return f"{int(iso[:4])}年{int(iso[5:7])}月"


def show_day(iso: str) -> str:
    """``1965-03-12`` → ``1965年3月12日``; a month stays a month."""
    return show_month(iso) + (f"{int(iso[8:10])}日" if len(iso) > 7 else "")
