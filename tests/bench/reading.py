"""What reading a programme takes: processor time and peak memory, each in a process of its own.

A Word document of 20, 50, 100 and 200 pages shows that time grows with length and no faster; the programmes beside
the repository are read one by one. Prints one JSON line per figure.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.programs.importing.files import docx, paragraph

PAGES = (20, 50, 100, 200)
LONGEST = PAGES[-1]
MOST_SECONDS = 5.0
MOST_MEGABYTES = 400
MOST_GROWTH = 1.5  # seconds a page of the longest document against those of the second shortest
MOST_SECONDS_A_SEED = 0.3
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "seeds"

_TO_MEGABYTES = 1 / 1024  # Linux counts the peak in KiB

# One page of some 450 words: a heading, prose, a list of promises.
_PROSE = (
    "Đổi mới nội dung và phương thức giáo dục phù hợp từng đối tượng; nắm chắc tình hình tư tưởng, nguyện vọng của "
    "đoàn viên, thanh niên; kịp thời phản ánh với cấp ủy và phối hợp với các ngành giải quyết những việc cụ thể. "
)
_PROMISES = (
    "100% cơ sở Đoàn có ít nhất 01 mô hình; trên 85% chi đoàn sinh hoạt đúng định kỳ.",
    "Trồng mới ít nhất 4.200 cây xanh, mỗi đoàn viên chăm sóc 01 cây.",
    "Kết nạp 350 đoàn viên; giới thiệu 90 đoàn viên ưu tú, trong đó ít nhất 40 đồng chí được kết nạp Đảng.",
    "Hiến máu tình nguyện từ 600 đơn vị trở lên trong năm 2026.",
)


def document(pages: int) -> bytes:
    """Return a Word document of that many pages."""
    body = [paragraph("CHƯƠNG TRÌNH"), paragraph("Công tác Đoàn và phong trào thanh thiếu nhi năm 2026")]
    body += [paragraph("I. CHỈ TIÊU")]
    for page in range(1, pages + 1):
        body += [paragraph(f"{page}. Nhóm chỉ tiêu thứ {page}:")]
        body += [paragraph(f"- {promise}") for promise in _PROMISES]
    body += [paragraph("II. NHIỆM VỤ, GIẢI PHÁP")]
    for page in range(1, pages + 1):
        body += [paragraph(f"{page}. Công tác của tổ chức Đoàn theo nhóm {page}")]
        body += [paragraph(f"- {2 * _PROSE}Phấn đấu mỗi chi đoàn có ít nhất {line} việc làm.") for line in range(1, 5)]
    return docx("".join(body))


def main() -> int:
    """Print all figures; return 1 when a limit is broken."""
    is_ok = True
    taken: dict[int, float] = {}
    for pages in PAGES:
        found = _in_a_process("pages", str(pages))
        taken[pages] = found["cpu_s"] / pages
        limits = {"limit_s": MOST_SECONDS, "limit_mb": MOST_MEGABYTES}
        fits = found["cpu_s"] <= MOST_SECONDS and found["peak_mb"] <= MOST_MEGABYTES
        is_ok &= _say({"figure": "reading", "pages": pages} | found | limits | {"ok": fits})
    growth = round(taken[LONGEST] / taken[PAGES[1]], 2)
    is_ok &= _say({"figure": "reading_growth", "ratio": growth, "limit": MOST_GROWTH, "ok": growth <= MOST_GROWTH})
    for seed in sorted(BESIDE.glob("*.txt")):
        found = _in_a_process("seed", str(seed))
        fits = found["cpu_s"] <= MOST_SECONDS_A_SEED
        is_ok &= _say(
            {"figure": "reading_seed", "seed": seed.stem} | found | {"limit_s": MOST_SECONDS_A_SEED, "ok": fits}
        )
    if not BESIDE.is_dir():
        _say({"figure": "reading_seed", "skipped": "the folder ../shared/seeds is not beside this repository"})
    return 0 if is_ok else 1


def _in_a_process(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.reading", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _read_one(kind: str, what: str) -> dict[str, Any]:
    """Return what reading takes after all modules are there and one short text has been read."""
    from programs.importing import docx_reader  # noqa: F401, loaded only when a Word document comes
    from programs.importing.documents import read_document, read_pasted
    from programs.importing.program import read_program

    read_program(read_pasted("CHƯƠNG TRÌNH\nNăm 2026\nI. CHỈ TIÊU\n1. Trồng 10 cây xanh.\n"))
    source: bytes | Path = document(int(what)) if kind == "pages" else Path(what)
    began = time.process_time()
    if isinstance(source, bytes):
        reading = read_program(read_document(source, "bench.docx"))
    else:
        reading = read_program(read_document(source))
    cpu = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _TO_MEGABYTES
    return {"cpu_s": round(cpu, 3), "peak_mb": round(peak), "targets": len(reading.targets)}


def _say(line: dict[str, Any]) -> bool:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return bool(line.get("ok", True))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(_read_one(sys.argv[1], sys.argv[2])))
    else:
        sys.exit(main())
