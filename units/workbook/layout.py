"""What the workbook looks like: its sheets and columns. Template, reading and plan all go by this one description."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import Level, Role, Sector

# A row that begins with this is an example of the template and is passed over.
EXAMPLE = "Ví dụ"


@dataclass(frozen=True)
class Column:
    """A column by its key in code and its title in row 1."""

    key: str
    title: str
    is_required: bool = False
    width: int = 18
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    hint: str = ""

    @property
    def heading(self) -> str:
        return f"{self.title} *" if self.is_required else self.title


@dataclass(frozen=True)
class Sheet:
    """A sheet by its key in code and its title on the tab."""

    key: str
    title: str
    columns: tuple[Column, ...]
    note: str = ""

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def letter(self, key: str) -> str:
        """The letter of a column in the template."""
        return chr(ord("A") + [column.key for column in self.columns].index(key))


# No unit is put above the one that imports, so there is no central level to choose.
LEVELS = {value: label for value, label in Level.choices if value != Level.CENTRAL}
SECTORS = dict(Sector.choices)
ROLES = dict(Role.choices)
TWO_ROLES = (ROLES[Role.SECRETARY], ROLES[Role.REPORTER])
BASE = (LEVELS[Level.BASE], LEVELS[Level.BASE])

UNITS = Sheet(
    "units",
    "Đơn vị",
    (
        Column("code", "Mã đơn vị", is_required=True, width=14, examples=("Ví dụ DK-01", "Ví dụ DK-02")),
        Column(
            "name",
            "Tên đầy đủ",
            is_required=True,
            width=44,
            examples=("Chi đoàn Sở Tài chính", "Đoàn trường Cao đẳng Nghề"),
        ),
        Column("short_name", "Tên gọi tắt", width=24, examples=("CĐ Sở Tài chính", "Đoàn CĐ Nghề")),
        Column("level", "Cấp", is_required=True, width=28, choices=tuple(LEVELS.values()), examples=BASE),
        Column("sector", "Khối", width=22, choices=tuple(SECTORS.values()), examples=("Cơ quan, đơn vị", "Trường học")),
        Column("parent", "Mã đơn vị cấp trên", width=20, hint="Để trống: trực thuộc đơn vị đang nhập."),
        Column("active_from", "Hoạt động từ ngày", width=18, examples=("01/01/2026", "01/01/2026")),
        Column("email", "Thư điện tử", width=28, examples=("", "doantruong@vidu.vn")),
        Column("cluster", "Mã cụm", width=12, examples=("CUM1", "CUM1")),
        Column("is_lead", "Cụm trưởng", width=12, choices=("x",), examples=("x", ""), hint="Ghi x nếu là cụm trưởng."),
    ),
    "Mỗi dòng một đơn vị. Mã dùng để nhận ra đơn vị khi nhập lại lần sau, nên không đổi mã.",
)
CLUSTERS = Sheet(
    "clusters",
    "Cụm",
    (
        Column("code", "Mã cụm", is_required=True, width=14, examples=("Ví dụ CUM1",)),
        Column("name", "Tên cụm", is_required=True, width=40, examples=("Cụm thi đua số 1",)),
        Column("position", "Thứ tự", width=10, examples=("1",)),
    ),
    "Mỗi dòng một cụm thi đua. Thành viên ghi ở cột “Mã cụm” của trang “Đơn vị”.",
)
PEOPLE = Sheet(
    "people",
    "Người dùng",
    (
        Column("username", "Tên đăng nhập", is_required=True, width=20, examples=("Ví dụ dk01.bt", "Ví dụ dk01.bc")),
        Column("full_name", "Họ và tên", is_required=True, width=28, examples=("Trần Thị Mai", "Lê Văn Nam")),
        Column("unit", "Mã đơn vị", is_required=True, width=14, examples=("DK-01", "DK-01")),
        Column(
            "role",
            "Vai trò",
            is_required=True,
            width=18,
            choices=tuple(ROLES.values()),
            examples=("Bí thư", "Người báo cáo"),
        ),
        Column("position", "Chức vụ", width=22, examples=("Bí thư chi đoàn", "Ủy viên")),
        Column("email", "Thư điện tử", width=28, examples=("mai@vidu.vn", "")),
        Column("phone", "Điện thoại", width=16, examples=("0912345678", "")),
    ),
    "Mỗi dòng một vai trò. Một người giữ nhiều vai trò thì ghi nhiều dòng cùng tên đăng nhập.",
)
HEADCOUNTS = Sheet(
    "headcounts",
    "Số lượng",
    (
        Column("unit", "Mã đơn vị", is_required=True, width=16, examples=("Ví dụ DK-01",)),
        Column("holds_from", "Tính từ ngày", is_required=True, width=16, examples=("01/01/2026",)),
        Column("officers", "Cán bộ Đoàn", width=14, examples=("4",)),
        Column("members", "Đoàn viên", width=14, examples=("40",)),
        Column("youth", "Thanh niên", width=14, examples=("60",)),
        Column("children", "Thiếu nhi", width=14, examples=("0",)),
    ),
    "Số người của đơn vị tính từ một ngày; dùng làm mẫu số của các chỉ tiêu tỷ lệ.",
)
SHEETS = (UNITS, CLUSTERS, PEOPLE, HEADCOUNTS)
GUIDE = "Hướng dẫn"
