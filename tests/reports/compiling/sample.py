"""A compiled report made by hand, with the awkward cases: long names, missing figures, nobody late."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from programs.letterhead import Letterhead
from reports.compiling.content import Content, FigureRow, GroupRow, Passage, StandingRow, TargetRows

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = Letterhead(
    issuer="Đoàn Khối các cơ quan tỉnh Thử Nghiệm",
    superior="Tỉnh đoàn Thử Nghiệm",
    number="12-BC/ĐK",
    place="Thử Nghiệm",
    dated=date(2026, 5, 7),
    subject=("Tổng hợp kết quả thực hiện chương trình công tác", "Báo cáo tháng 5/2026"),
    recipients=("Thường trực Tỉnh đoàn (b/c)", "Các cơ sở đoàn trực thuộc", "Lưu: VP"),
    authority="TM. BAN THƯỜNG VỤ",
    position="BÍ THƯ",
    signatory="Nguyễn Thị Thử",
)


def figure(label: str = "Trồng cây xanh", **changes: object) -> FigureRow:
    facts: dict[str, object] = {
        "label": label,
        "unit_of_measure": "cây",
        "decimals": 0,
        "goal": Decimal(4500),
        "goal_words": "ít nhất 4.500",
        "this_period": Decimal(120),
        "so_far": Decimal(1410),
        "before": Decimal(1290),
        "percent": Decimal("31.3"),
        "status": "Đúng tiến độ",
        "units_reached": None,
        "units_total": None,
    }
    return FigureRow(**(facts | changes))  # type: ignore[arg-type]


def standing(number: int, words: str = "Đúng hạn") -> StandingRow:
    sent = None if words.startswith("Chưa") else datetime(2026, 5, 4, 20, 15, tzinfo=ZONE)
    name = (
        f"Chi đoàn Sở số {number}"
        if number % 7
        else f"Đoàn cơ sở Trung tâm Dịch vụ hành chính công và Chuyển đổi số tỉnh số {number}"
    )
    return StandingRow(
        name, f"Cụm thi đua số {number % 5 + 1}", words, sent, number % 3, 5, 4, 1, 0, Decimal(80), number
    )


def content(units: int = 43) -> Content:
    words = ["Đúng hạn", "Đúng hạn", "Trễ 2 ngày", "Đúng hạn", "Chưa nộp"]
    targets = tuple(
        TargetRows(
            f"{number}.",
            "Vận động toàn đoàn trồng mới ít nhất 4.500 cây xanh trong năm; bình quân mỗi đoàn viên trồng và chăm sóc "
            "ít nhất một cây, gắn với các công trình thanh niên ở cơ sở.",
            (
                figure(),
                figure(
                    "Đoàn viên học tập nghị quyết",
                    unit_of_measure="%",
                    is_share=True,
                    so_far=Decimal("84.4"),
                    this_period=None,
                    before=None,
                    goal=Decimal(90),
                    goal_words="ít nhất 90%",
                    percent=Decimal("93.8"),
                ),
                figure("Cơ sở Đoàn có mô hình mới", units_reached=12, units_total=43, status="Nguy cơ"),
                figure(
                    "Kết nạp đảng viên mới",
                    goal=None,
                    goal_words="chưa giao",
                    percent=None,
                    this_period=None,
                    so_far=None,
                    before=None,
                    status="Chưa giao",
                ),
            ),
        )
        for number in range(1, 15)
    )
    groups = tuple(GroupRow(f"Cụm thi đua số {n}", 9, 7, 1, 1, 0, 0, Decimal("77.8"), n) for n in range(1, 6))
    return Content(
        head=HEAD,
        period_name="Báo cáo tháng 5/2026",
        last_day=date(2026, 5, 5),
        covers=(date(2026, 4, 6), date(2026, 5, 5)),
        built_from=datetime(2026, 5, 7, 9, 30, tzinfo=ZONE),
        targets=targets if units else (),
        whole=GroupRow(
            "Toàn đoàn",
            units,
            units - 17 if units else 0,
            8 if units else 0,
            9 if units else 0,
            0,
            0,
            Decimal("60.5") if units else None,
        ),
        groups=groups if units else (),
        units=tuple(standing(number, words[number % 5]) for number in range(1, units + 1)),
        passages=(Passage("Khó khăn, kiến nghị", (("Chi đoàn Sở số 1", "Thiếu kinh phí cho hoạt động hè."),)),)
        if units
        else (),
    )
