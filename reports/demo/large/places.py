"""Names of the large sample's units: invented places, common kinds of organisation. Pure and always the same."""

from __future__ import annotations

from collections.abc import Iterator

from units.models import Sector


def _words(text: str, mark: str = ", ") -> tuple[str, ...]:
    return tuple(text.split(mark))


FIRST = _words(
    "An, Bình, Cẩm, Châu, Diên, Đại, Đông, Đức, Gia, Giang, Hải, Hàm, Hậu, Hiệp, Hòa, Hoàng, Hồng, Hưng, "
    "Khánh, Kim, Lạc, Lâm, Liên, Long, Lộc, Lương, Minh, Mỹ, Nam, Nghĩa, Ngọc, Nhân, Ninh, Phong, Phú, "
    "Phúc, Phước, Quảng, Quang, Sơn, Tam, Tân, Tây, Thạch, Thanh, Thành, Thạnh, Thiện, Thuận, Thượng, "
    "Tiên, Trung, Trường, Tú, Vân, Vạn, Việt, Vĩnh, Xuân, Yên"
)
SECOND = _words(
    "Bảo, Bắc, Cát, Chính, Cường, Dân, Đài, Đạo, Điền, Định, Đồng, Đường, Hà, Hạ, Hạnh, Hiền, Hội, Huy, "
    "Khê, Kiên, Kỳ, Lãng, Lễ, Lĩnh, Lợi, Mai, Ngãi, Nguyên, Nhơn, Nội, Phụng, Phương, Quý, Quế, Sa, Sinh, "
    "Tâm, Thái, Thắng, Thịnh, Thọ, Thới, Thủy, Tiến, Toàn, Trạch, Trì, Triều, Trí, Tường, Vinh, Vũ, Vượng, "
    "Xá, Lai, Lương Sơn, Hưng Đạo, Kim Liên, Thượng Cát, Nghĩa Đàn"
)
HAMLETS = _words("Đông, Tây, Nam, Bắc, Trung, Thượng, Hạ, Đoài, Nội, Ngoại, Chùa, Đình, Chợ, Bến")

# Directly below a province, beside its communes: name with {} for the place, short name, sector.
DIRECT = (
    ("Đoàn cơ sở Sở {0}", "ĐCS Sở {0}", Sector.AGENCY),
    ("Đoàn cơ sở Công ty Cổ phần {0}", "ĐCS Công ty {0}", Sector.ENTERPRISE),
    ("Đoàn trường Trung học phổ thông {0}", "ĐT THPT {0}", Sector.SCHOOL),
    ("Đoàn cơ sở Bệnh viện Đa khoa khu vực {0}", "ĐCS Bệnh viện {0}", Sector.AGENCY),
    ("Chi đoàn Ban Quản lý rừng phòng hộ {0}", "CĐ Rừng phòng hộ {0}", Sector.AGENCY),
    ("Đoàn cơ sở Tiểu đoàn bộ binh {0}", "ĐCS Tiểu đoàn {0}", Sector.ARMED_FORCES),
    (
        "Đoàn cơ sở Trung tâm Kỹ thuật, Quan trắc và Giám sát chất lượng tài nguyên, môi trường nước khu vực {0}",
        "ĐCS Trung tâm Quan trắc {0}",
        Sector.AGENCY,
    ),
    ("Đoàn cơ sở Khu công nghiệp {0}", "ĐCS KCN {0}", Sector.ENTERPRISE),
)
OFFICES = _words(
    "Nội vụ; Tài chính; Xây dựng; Y tế; Tư pháp; Công Thương; Khoa học và Công nghệ; "
    "Nông nghiệp và Môi trường; Ngoại vụ; Dân tộc và Tôn giáo; Văn hóa, Thể thao và Du lịch; "
    "Giáo dục và Đào tạo",
    mark="; ",
)
# Below a commune: every one has the first kinds once, then hamlets.
BELOW = (
    ("Chi đoàn Công an {0}", "CĐ Công an", Sector.ARMED_FORCES),
    ("Chi đoàn Trạm Y tế {0}", "CĐ Trạm Y tế", Sector.AGENCY),
    ("Chi đoàn Trường Trung học cơ sở {0}", "CĐ Trường THCS", Sector.AGENCY),
    ("Chi đoàn Hợp tác xã {0}", "CĐ Hợp tác xã", Sector.ENTERPRISE),
)
SEATS = ("xã", "xã", "xã", "phường")


def places() -> Iterator[str]:
    """Yield thousands of names of places, each once; the later ones name a side of the sky as well."""
    for side in ("", " Đông", " Tây", " Nam", " Bắc"):
        for step in range(len(SECOND)):
            for place, first in enumerate(FIRST):
                yield f"{first} {SECOND[(place + step) % len(SECOND)]}{side}"


def commune(place: str, number: int) -> tuple[str, str]:
    """Return full and short name of the commune's organisation."""
    seat = SEATS[number % len(SEATS)]
    return f"Đoàn {seat} {place}", f"Đoàn {seat} {place}"


def below(place: str, number: int) -> tuple[str, str, Sector]:
    """Return full name, short name and sector of the base unit of that number in a commune."""
    if number % 5 == 3 and number // 5 < len(BELOW):
        name, short, sector = BELOW[number // 5]
        return name.format(place), f"{short} {place}", sector
    hamlet = HAMLETS[number % len(HAMLETS)]
    turn = f" {number // len(HAMLETS) + 1}" if number >= len(HAMLETS) else ""
    return f"Chi đoàn thôn {hamlet}{turn}, {place}", f"CĐ thôn {hamlet}{turn}, {place}", Sector.AREA


def direct(place: str, number: int) -> tuple[str, str, Sector]:
    """Return full name, short name and sector of a unit directly below a province that is no commune."""
    if number < len(OFFICES):
        place, kind = OFFICES[number], DIRECT[0]
    else:
        kind = DIRECT[1 + number % (len(DIRECT) - 1)]
    name, short, sector = kind
    return name.format(place), short.format(place), sector
