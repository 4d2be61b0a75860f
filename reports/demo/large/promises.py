"""What the large sample programmes promise: twenty clauses with two indicators each. Pure.

A clause names goals by {0} and {1}, everybody by {all}, the issuing body by {body}.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from programs.promises import Accumulation, AnsweredBy, Comparator, Denominator, GoalSpan, Kind, Scope
from units.models import Level, Sector


@dataclass(frozen=True)
class Promise:
    """One indicator. `goal` holds for each body that is judged; `per_thousand` members make up a sum's goal."""

    label: str
    measure: str = ""
    kind: str = Kind.COUNT
    scope: str = Scope.ORGANISATION
    goal: Decimal | None = None
    per_thousand: int = 0
    comparator: str = Comparator.AT_LEAST
    coverage: int | None = None
    coverage_comparator: str = Comparator.AT_LEAST
    span: str = GoalSpan.PROGRAMME
    accumulation: str = Accumulation.SUM
    answered_by: str = AnsweredBy.UNIT
    denominator: str = ""
    decimals: int = 0
    levels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    reads_first: bool = False
    is_part_of_first: bool = False
    is_quarterly: bool = False
    is_required: bool = False
    may_not_apply: bool = False
    has_milestones: bool = False

    @property
    def is_typed(self) -> bool:
        """True when units type it into their reports."""
        return (
            self.scope != Scope.ISSUER and not self.reads_first and self.answered_by != AnsweredBy.ISSUER_FOR_EACH_UNIT
        )

    @property
    def is_ceiling(self) -> bool:
        return self.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN)


@dataclass(frozen=True)
class Clause:
    """A target of the programme; `is_national`: also in the programme of the whole country."""

    text: str
    promises: tuple[Promise, Promise]
    is_national: bool = True


def _n(number: int) -> Decimal:
    return Decimal(number)


def _share(label: str, goal: int, of: str, **more: object) -> Promise:
    return Promise(label, "%", Kind.SHARE, goal=_n(goal), denominator=of, accumulation=Accumulation.LAST, **more)  # type: ignore[arg-type]


def _condition(label: str, scope: str, **more: object) -> Promise:
    return Promise(label, "", Kind.CONDITION, scope, accumulation=Accumulation.LAST, **more)  # type: ignore[arg-type]


def _sum(label: str, measure: str, per_thousand: int, **more: object) -> Promise:
    return Promise(label, measure, per_thousand=per_thousand, **more)  # type: ignore[arg-type]


def _each(label: str, measure: str, goal: int, scope: str = Scope.EACH_UNIT, **more: object) -> Promise:
    return Promise(label, measure, scope=scope, goal=_n(goal), **more)  # type: ignore[arg-type]


CLAUSES: tuple[Clause, ...] = (
    Clause(
        "{0}% cán bộ Đoàn và ít nhất {1}% đoàn viên học tập nghị quyết đại hội Đoàn các cấp.",
        (
            _share("Cán bộ Đoàn học tập nghị quyết", 100, Denominator.OFFICERS, is_quarterly=True),
            _share("Đoàn viên học tập nghị quyết", 90, Denominator.MEMBERS, is_required=True),
        ),
    ),
    Clause(
        "Mỗi quý, từ 90% đơn vị trở lên giới thiệu ít nhất {0} gương thanh niên làm việc tốt; {all} có "
        "ít nhất {1} bài viết "
        "lan tỏa điều hay.",
        (
            _each("Gương thanh niên được giới thiệu", "gương", 2, span=GoalSpan.QUARTER, coverage=90),
            _sum("Bài viết lan tỏa điều hay", "bài", 240),
        ),
    ),
    Clause(
        "{all} trồng mới ít nhất {0} cây xanh; bình quân mỗi đoàn viên trồng ít nhất {1} cây.",
        (
            _sum("Cây xanh trồng mới", "cây", 2500, is_required=True),
            _each(
                "Cây xanh bình quân mỗi đoàn viên",
                "cây",
                2,
                Scope.EACH_MEMBER,
                reads_first=True,
                denominator=Denominator.MEMBERS,
            ),
        ),
    ),
    Clause(
        "{all} huy động ít nhất {0} lượt thanh niên tình nguyện; bình quân mỗi đoàn viên tham gia ít "
        "nhất {1} hoạt động.",
        (
            _sum("Lượt thanh niên tham gia tình nguyện", "lượt người", 3200),
            _each(
                "Hoạt động tình nguyện mỗi đoàn viên tham gia",
                "hoạt động",
                2,
                Scope.EACH_MEMBER,
                denominator=Denominator.MEMBERS,
            ),
        ),
    ),
    Clause(
        "{all} hiến ít nhất {0} đơn vị máu, trong đó ít nhất {1} đơn vị vào dịp hè.",
        (
            _sum("Đơn vị máu hiến được", "đơn vị máu", 130),
            _sum("Đơn vị máu hiến vào dịp hè", "đơn vị máu", 40, is_part_of_first=True),
        ),
    ),
    Clause(
        "{body} trực tiếp làm ít nhất {0} công trình thanh niên; mỗi cụm thi đua làm ít nhất {1} công trình chung.",
        (
            _each("Công trình thanh niên do cấp ban hành làm", "công trình", 5, Scope.ISSUER),
            _each("Công trình chung của cụm", "công trình", 1, Scope.EACH_CLUSTER, answered_by=AnsweredBy.CLUSTER_LEAD),
        ),
    ),
    Clause(
        "100% đơn vị có ít nhất {0} phần việc thanh niên; tổng giá trị làm lợi ít nhất {1} triệu đồng.",
        (
            _each("Phần việc thanh niên của đơn vị", "phần việc", 1, coverage=100),
            _sum("Giá trị làm lợi của công trình, phần việc", "triệu đồng", 4600, decimals=1),
        ),
    ),
    Clause(
        "Các xã, phường giúp sửa ít nhất {0} km đường làng, ngõ phố và xóa ít nhất {1} nhà tạm.",
        (
            _sum("Đường làng, ngõ phố được sửa", "km", 60, decimals=1, sectors=(Sector.AREA,)),
            _sum("Nhà tạm được xóa", "căn nhà", 6, levels=(Level.COMMUNE,), may_not_apply=True, is_quarterly=True),
        ),
        is_national=False,
    ),
    Clause(
        "{all} tư vấn hướng nghiệp cho ít nhất {0} lượt thanh thiếu niên, giới thiệu việc làm cho ít "
        "nhất {1} thanh niên.",
        (
            _sum("Lượt thanh thiếu niên được hướng nghiệp", "lượt người", 900, is_quarterly=True),
            _sum("Thanh niên được giới thiệu việc làm", "người", 110, is_quarterly=True),
        ),
    ),
    Clause(
        "{all} giúp ít nhất {0} thanh niên khởi nghiệp; dư nợ vốn vay ủy thác đạt ít nhất {1} triệu đồng.",
        (
            _sum("Thanh niên được giúp khởi nghiệp", "người", 18, is_quarterly=True),
            _sum("Dư nợ vốn vay ủy thác", "triệu đồng", 9000, accumulation=Accumulation.LAST, sectors=(Sector.AREA,)),
        ),
        is_national=False,
    ),
    Clause(
        "Từ 80% xã, phường trở lên có tổ thanh niên hướng dẫn dịch vụ công; dưới {1}% đoàn viên chưa có "
        "tài khoản định danh.",
        (
            _condition(
                "Có tổ thanh niên hướng dẫn dịch vụ công", Scope.EACH_UNIT, coverage=80, levels=(Level.COMMUNE,)
            ),
            _share(
                "Đoàn viên chưa có tài khoản định danh",
                5,
                Denominator.MEMBERS,
                comparator=Comparator.LESS_THAN,
                is_quarterly=True,
            ),
        ),
        is_national=False,
    ),
    Clause(
        "Mỗi cụm thi đua có một mô hình chuyển đổi số; {body} ban hành bộ tiêu chí chi đoàn số.",
        (
            _condition("Cụm có mô hình chuyển đổi số", Scope.EACH_CLUSTER, is_quarterly=True),
            _condition("Ban hành bộ tiêu chí chi đoàn số", Scope.ISSUER),
        ),
    ),
    Clause(
        "{all} giúp đỡ ít nhất {0} thiếu nhi khó khăn; trên 90% đơn vị tổ chức ít nhất {1} hoạt động cho thiếu nhi.",
        (
            _sum("Thiếu nhi khó khăn được giúp đỡ", "em", 160, may_not_apply=True),
            _each("Hoạt động cho thiếu nhi", "hoạt động", 2, coverage=90, coverage_comparator=Comparator.MORE_THAN),
        ),
    ),
    Clause(
        "{all} kết nạp ít nhất {0} đoàn viên mới, giới thiệu ít nhất {1} đoàn viên ưu tú cho Đảng.",
        (
            _sum("Đoàn viên mới kết nạp", "đoàn viên", 95, is_required=True),
            _sum("Đoàn viên ưu tú giới thiệu cho Đảng", "đoàn viên", 32),
        ),
    ),
    Clause(
        "Trên 90% đơn vị được xếp loại hoàn thành tốt nhiệm vụ; không quá {1}% đoàn viên không hoàn thành nhiệm vụ.",
        (
            _condition(
                "Đơn vị được xếp loại hoàn thành tốt",
                Scope.EACH_UNIT,
                coverage=90,
                coverage_comparator=Comparator.MORE_THAN,
                answered_by=AnsweredBy.ISSUER_FOR_EACH_UNIT,
            ),
            _share(
                "Đoàn viên không hoàn thành nhiệm vụ",
                2,
                Denominator.MEMBERS,
                comparator=Comparator.AT_MOST,
                is_quarterly=True,
            ),
        ),
    ),
    Clause(
        "Mỗi tháng, từ 80% đơn vị trở lên sinh hoạt ít nhất {0} lần; từ 90% đơn vị trở lên có ít nhất "
        "{1}% đoàn viên dùng sổ "
        "đoàn viên điện tử.",
        (
            _each("Buổi sinh hoạt trong tháng", "buổi", 1, span=GoalSpan.MONTH, coverage=80),
            _share(
                "Đoàn viên dùng sổ đoàn viên điện tử",
                85,
                Denominator.MEMBERS,
                scope=Scope.EACH_UNIT,
                coverage=90,
                is_quarterly=True,
            ),
        ),
    ),
    Clause(
        "{all} có lúc cao nhất ít nhất {0} câu lạc bộ hoạt động; không để quá {1} vụ tai nạn trong hoạt động của Đoàn.",
        (
            _sum("Câu lạc bộ đang hoạt động", "câu lạc bộ", 16, accumulation=Accumulation.HIGHEST, is_quarterly=True),
            _sum("Vụ tai nạn trong hoạt động của Đoàn", "vụ", 1, comparator=Comparator.AT_MOST, is_quarterly=True),
        ),
        is_national=False,
    ),
    Clause(
        "{body} mở ít nhất {0} lớp bồi dưỡng theo lịch từng quý; {1}% bí thư mới được bồi dưỡng trong năm.",
        (
            _each("Lớp bồi dưỡng do cấp ban hành mở", "lớp", 4, Scope.ISSUER, has_milestones=True),
            _share("Bí thư mới được bồi dưỡng", 100, Denominator.OFFICERS, scope=Scope.ISSUER),
        ),
    ),
    Clause(
        "{all} tổ chức từ {0} ngày hội thanh niên trở lên; từ 95% đơn vị không để xảy ra vi phạm pháp "
        "luật của đoàn viên.",
        (
            _sum("Ngày hội thanh niên", "ngày hội", 30, comparator=Comparator.RANGE),
            _each(
                "Vụ vi phạm pháp luật của đoàn viên",
                "vụ",
                0,
                comparator=Comparator.AT_MOST,
                coverage=95,
                is_quarterly=True,
            ),
        ),
    ),
    Clause(
        "Đoàn trong doanh nghiệp kết nạp ít nhất {0} đoàn viên là công nhân; {all} góp nhiều ý tưởng "
        "cải tiến (giao sau).",
        (
            _sum("Đoàn viên mới là công nhân", "đoàn viên", 14, sectors=(Sector.ENTERPRISE,), is_quarterly=True),
            _sum("Ý tưởng cải tiến", "ý tưởng", 0),
        ),
        is_national=False,
    ),
)
