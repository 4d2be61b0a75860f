"""Names of the sample bloc: an invented province, units and people."""

from __future__ import annotations

from units.models import Sector

PROVINCE = "An Bình"
SUPERIOR = "Tỉnh đoàn An Bình"
BLOC = "Đoàn Khối các cơ quan tỉnh An Bình"
BLOC_CODE = "KHOI"
CLUSTERS = (
    "Cụm thi đua số 1 – Tham mưu, nội chính",
    "Cụm thi đua số 2 – Kinh tế, kỹ thuật",
    "Cụm thi đua số 3 – Văn hóa, xã hội",
    "Cụm thi đua số 4 – Ngân hàng, tài chính",
    "Cụm thi đua số 5 – Doanh nghiệp, trường học",
)

A, S, E, F = Sector.AGENCY, Sector.SCHOOL, Sector.ENTERPRISE, Sector.ARMED_FORCES

# code, full name, short name, sector, cluster (1–5), members, youth
UNITS: tuple[tuple[str, str, str, Sector, int, int, int], ...] = (
    ("VPTU", "Chi đoàn Văn phòng Tỉnh ủy An Bình", "CĐ Văn phòng Tỉnh ủy", A, 1, 24, 31),
    ("BTC", "Chi đoàn Ban Tổ chức Tỉnh ủy An Bình", "CĐ Ban Tổ chức", A, 1, 11, 14),
    ("BTGDV", "Chi đoàn Ban Tuyên giáo và Dân vận Tỉnh ủy An Bình", "CĐ Ban Tuyên giáo và Dân vận", A, 1, 14, 18),
    ("UBKT", "Chi đoàn Cơ quan Ủy ban Kiểm tra Tỉnh ủy An Bình", "CĐ Ủy ban Kiểm tra", A, 1, 9, 12),
    ("VPUB", "Đoàn cơ sở Văn phòng Ủy ban nhân dân tỉnh An Bình", "ĐCS Văn phòng UBND tỉnh", A, 1, 46, 58),
    ("SNV", "Đoàn cơ sở Sở Nội vụ tỉnh An Bình", "ĐCS Sở Nội vụ", A, 1, 38, 47),
    ("STP", "Chi đoàn Sở Tư pháp tỉnh An Bình", "CĐ Sở Tư pháp", A, 1, 27, 35),
    ("TTR", "Chi đoàn Thanh tra tỉnh An Bình", "CĐ Thanh tra tỉnh", A, 1, 16, 20),
    ("TAND", "Đoàn cơ sở Tòa án nhân dân tỉnh An Bình", "ĐCS Tòa án tỉnh", A, 1, 33, 41),
    ("STC", "Đoàn cơ sở Sở Tài chính tỉnh An Bình", "ĐCS Sở Tài chính", A, 2, 52, 66),
    ("SCT", "Đoàn cơ sở Sở Công Thương tỉnh An Bình", "ĐCS Sở Công Thương", A, 2, 36, 45),
    ("SXD", "Đoàn cơ sở Sở Xây dựng tỉnh An Bình", "ĐCS Sở Xây dựng", A, 2, 58, 74),
    (
        "SNNMT",
        "Đoàn cơ sở Sở Nông nghiệp và Môi trường tỉnh An Bình",
        "ĐCS Sở Nông nghiệp và Môi trường",
        A,
        2,
        96,
        121,
    ),
    ("SKHCN", "Đoàn cơ sở Sở Khoa học và Công nghệ tỉnh An Bình", "ĐCS Sở Khoa học và Công nghệ", A, 2, 31, 40),
    ("BQLKCN", "Chi đoàn Ban Quản lý các khu công nghiệp tỉnh An Bình", "CĐ Ban Quản lý các KCN", A, 2, 15, 19),
    (
        "TTHCC",
        "Chi đoàn Trung tâm Phục vụ hành chính công và Giám sát, điều hành đô thị thông minh tỉnh An Bình",
        "CĐ Trung tâm Phục vụ hành chính công",
        A,
        2,
        22,
        29,
    ),
    ("CTK", "Chi đoàn Chi cục Thống kê tỉnh An Bình", "CĐ Thống kê tỉnh", A, 2, 18, 22),
    ("KBNN", "Chi đoàn Kho bạc Nhà nước tỉnh An Bình", "CĐ Kho bạc Nhà nước", A, 4, 21, 26),
    (
        "SVHTTDL",
        "Đoàn cơ sở Sở Văn hóa, Thể thao và Du lịch tỉnh An Bình",
        "ĐCS Sở Văn hóa, Thể thao và Du lịch",
        A,
        3,
        64,
        83,
    ),
    ("SYT", "Đoàn cơ sở Sở Y tế tỉnh An Bình", "ĐCS Sở Y tế", A, 3, 44, 57),
    ("BVDK", "Đoàn cơ sở Bệnh viện Đa khoa tỉnh An Bình", "ĐCS Bệnh viện Đa khoa", A, 3, 142, 188),
    ("BVSN", "Đoàn cơ sở Bệnh viện Sản Nhi tỉnh An Bình", "ĐCS Bệnh viện Sản Nhi", A, 3, 87, 113),
    ("CDC", "Chi đoàn Trung tâm Kiểm soát bệnh tật tỉnh An Bình", "CĐ Trung tâm Kiểm soát bệnh tật", A, 3, 35, 46),
    ("SGDDT", "Chi đoàn Sở Giáo dục và Đào tạo tỉnh An Bình", "CĐ Sở Giáo dục và Đào tạo", A, 3, 19, 24),
    ("BAO", "Đoàn cơ sở Báo và Phát thanh, Truyền hình An Bình", "ĐCS Báo và Đài An Bình", A, 3, 48, 61),
    ("BHXH", "Đoàn cơ sở Bảo hiểm xã hội tỉnh An Bình", "ĐCS Bảo hiểm xã hội", A, 3, 41, 52),
    ("TVT", "Chi đoàn Thư viện tỉnh An Bình", "CĐ Thư viện tỉnh", A, 3, 10, 13),
    ("THUE", "Đoàn cơ sở Thuế tỉnh An Bình", "ĐCS Thuế tỉnh", A, 4, 71, 90),
    ("HQ", "Chi đoàn Hải quan khu vực An Bình", "CĐ Hải quan khu vực", A, 4, 29, 36),
    ("NHNN", "Chi đoàn Ngân hàng Nhà nước khu vực An Bình", "CĐ Ngân hàng Nhà nước", A, 4, 17, 21),
    ("NHNO", "Đoàn cơ sở Ngân hàng Nông nghiệp tỉnh An Bình", "ĐCS Ngân hàng Nông nghiệp", E, 4, 68, 86),
    ("NHCT", "Chi đoàn Ngân hàng Công thương tỉnh An Bình", "CĐ Ngân hàng Công thương", E, 4, 39, 49),
    ("NHDT", "Chi đoàn Ngân hàng Đầu tư và Phát triển tỉnh An Bình", "CĐ Ngân hàng Đầu tư", E, 4, 37, 46),
    ("NHCS", "Chi đoàn Ngân hàng Chính sách xã hội tỉnh An Bình", "CĐ Ngân hàng Chính sách", E, 4, 26, 33),
    ("QBVR", "Chi đoàn Quỹ Bảo vệ và Phát triển rừng tỉnh An Bình", "CĐ Quỹ Bảo vệ rừng", A, 2, 8, 11),
    ("DIEN", "Đoàn cơ sở Công ty Điện lực An Bình", "ĐCS Điện lực An Bình", E, 5, 118, 149),
    ("NUOC", "Chi đoàn Công ty Cấp thoát nước An Bình", "CĐ Cấp thoát nước", E, 5, 32, 40),
    ("VNPT", "Đoàn cơ sở Viễn thông An Bình", "ĐCS Viễn thông An Bình", E, 5, 54, 68),
    ("BUU", "Chi đoàn Bưu điện tỉnh An Bình", "CĐ Bưu điện tỉnh", E, 5, 34, 43),
    ("XANG", "Chi đoàn Công ty Xăng dầu An Bình", "CĐ Xăng dầu An Bình", E, 5, 28, 35),
    ("CDSP", "Đoàn trường Cao đẳng Sư phạm An Bình", "ĐT Cao đẳng Sư phạm", S, 5, 412, 640),
    ("CDN", "Đoàn trường Cao đẳng Nghề An Bình", "ĐT Cao đẳng Nghề", S, 5, 530, 915),
    ("CYT", "Đoàn trường Cao đẳng Y tế An Bình", "ĐT Cao đẳng Y tế", S, 5, 365, 548),
)

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Nông",
    "Lương",
)
MIDDLE_F, MIDDLE_M = ("Thị", "Thu", "Ngọc", "Minh", "Thanh"), ("Văn", "Đức", "Quang", "Hữu", "Minh")
GIVEN_F = (
    "Anh",
    "Bích",
    "Chi",
    "Duyên",
    "Giang",
    "Hà",
    "Hạnh",
    "Hương",
    "Lan",
    "Linh",
    "Mai",
    "Nga",
    "Phương",
    "Thảo",
    "Trang",
    "Yến",
)
GIVEN_M = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Đạt",
    "Hải",
    "Hùng",
    "Khánh",
    "Long",
    "Nam",
    "Phúc",
    "Quân",
    "Sơn",
    "Thành",
    "Tuấn",
    "Việt",
)


def person_name(number: int) -> str:
    """Return the name of the sample person with that number; the same number gives the same name."""
    family = FAMILY[number % len(FAMILY)]
    if number % 2:
        return f"{family} {MIDDLE_F[number // 2 % 5]} {GIVEN_F[number * 7 % len(GIVEN_F)]}"
    return f"{family} {MIDDLE_M[number // 2 % 5]} {GIVEN_M[number * 5 % len(GIVEN_M)]}"
