"""The sample programme as a Word file: invented text around the size and the regime of a real bloc's programme."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from programs import word
from programs.letterhead import END_MARK, Letterhead
from reports.demo import names


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text in which lines are wrapped and blank lines part paragraphs."""
    return tuple(" ".join(block.split()) for block in text.strip().split("\n\n"))


THEME = "Tuổi trẻ Khối các cơ quan tiên phong làm việc trên môi trường số"
BREAKTHROUGH = "Mỗi cơ sở Đoàn có một việc làm cụ thể giúp người dân dùng dịch vụ công trực tuyến"

KEY_TASKS = (
    "Học tập và tuyên truyền nghị quyết của Đảng, của Đoàn bằng những hình thức gọn nhẹ, gần với công việc hằng ngày.",
    "Đưa công nghệ số vào quản lý đoàn viên, sinh hoạt chi đoàn và chế độ thông tin, báo cáo.",
    "Tổ chức hoạt động tình nguyện gắn với chuyên môn của từng cơ quan, doanh nghiệp.",
    "Bồi dưỡng cán bộ Đoàn và giới thiệu đoàn viên ưu tú cho Đảng.",
)

TARGETS = paragraphs("""
100% cán bộ Đoàn, đoàn viên và ít nhất 85% thanh niên được học tập, tìm hiểu các nghị quyết mới của Đảng và của
Đoàn.

100% cơ sở Đoàn có ít nhất 01 mô hình hoặc cách làm mới trong công tác tuyên truyền. Mỗi đoàn viên tham gia ít
nhất 02 hoạt động tình nguyện trong năm.

Toàn đoàn trồng ít nhất 4.500 cây xanh; mỗi đoàn viên trồng hoặc chăm sóc ít nhất 01 cây xanh trong năm.

Đoàn Khối thực hiện ít nhất 01 công trình thanh niên; mỗi cụm thi đua thực hiện ít nhất 01 công trình tại xã
vùng cao; 100% cơ sở Đoàn có phần việc thanh niên góp sức xây dựng nông thôn mới.

Toàn đoàn hướng nghiệp cho 2.000 lượt thanh thiếu niên; giới thiệu việc làm cho 200 thanh niên.

Toàn đoàn đóng góp ít nhất 300 ý tưởng, sáng kiến cải tiến công việc.

Mỗi cụm thi đua nhận giúp đỡ ít nhất 01 hộ thanh niên nghèo/năm.

Đoàn Khối tổ chức ít nhất 01 đợt khám bệnh, cấp thuốc miễn phí cho từ 150 lượt người dân trở lên. Toàn đoàn hiến
ít nhất 200 đơn vị máu.

Đoàn Khối mở ít nhất 03 đợt tuyên truyền về chuyển đổi số, trong đó có ít nhất 01 đợt hướng dẫn thanh toán điện
tử. 100% cơ sở Đoàn tham gia hướng dẫn người dân dùng dịch vụ công trực tuyến.

Hằng năm, toàn đoàn giúp đỡ ít nhất 200 thiếu nhi có hoàn cảnh khó khăn; mỗi cơ sở Đoàn tổ chức ít nhất 02 hoạt
động cho thiếu nhi.

Toàn đoàn kết nạp ít nhất 400 đoàn viên mới; giới thiệu ít nhất 140 đoàn viên ưu tú cho Đảng.

Có từ 85% đoàn viên trở lên được xếp loại hoàn thành xuất sắc nhiệm vụ; tỷ lệ đoàn viên không hoàn thành nhiệm
vụ không quá 2%.

100% cơ sở Đoàn tổ chức ít nhất 02 buổi sinh hoạt chuyên đề/năm.

Đoàn Khối kiểm tra, giám sát ít nhất 4 chuyên đề/năm; thực hiện ít nhất 02 nội dung phản biện.
""")

SOLUTIONS = (
    ("Công tác tuyên truyền, giáo dục", "Mỗi tháng các chi đoàn chọn một chủ đề sinh hoạt gắn với việc của cơ quan."),
    ("Phong trào hành động", "Giao việc cho chi đoàn theo thế mạnh chuyên môn; tháng Ba và dịp hè làm tập trung."),
    (
        "Xây dựng tổ chức Đoàn",
        "Rà soát đoàn viên mỗi quý; bí thư chi đoàn mới nhận nhiệm vụ được hướng dẫn trong tháng đầu.",
    ),
)

ACTIVITIES = (
    ("Thăm, tặng quà Tết cho công nhân trực sản xuất", "Tháng 1"),
    ("Ra quân trồng cây đầu xuân", "Tháng 2"),
    ("Khánh thành công trình thanh niên của Khối", "Tháng 3"),
    ("Ngày hội đoàn viên các cơ quan, doanh nghiệp", "Tháng 3"),
    ("Tập huấn cán bộ Đoàn cơ sở", "Tháng 4"),
    ("Giải bóng đá, cầu lông các cụm thi đua", "Tháng 5"),
    ("Chiến dịch tình nguyện hè", "Tháng 6, 7, 8"),
    ("Hội thi chi đoàn số", "Tháng 8"),
    ("Đại hội các Đoàn trường", "Tháng 9, 10"),
    ("Tham gia giao lưu thanh niên các tỉnh lân cận", "Tháng 11"),
    ("Gặp mặt thế hệ cựu chiến binh", "Tháng 12"),
    ("Chương trình áo ấm vùng cao", "Tháng 12"),
    ("Biên soạn kỷ yếu phong trào của Khối", "Cả năm"),
    ("Phiên tòa tập sự tại các trường", "Cả năm"),
    ("Trực đường dây giải đáp dịch vụ công", "Cả năm"),
)


def letterhead(year: int) -> Letterhead:
    """Heading and end block of the sample programme of that year."""
    return Letterhead(
        issuer=names.BLOC,
        superior=names.SUPERIOR,
        number="05-CTr/ĐK",
        place=names.PROVINCE,
        dated=date(year - 1, 12, 20),
        document_type="CHƯƠNG TRÌNH",
        subject=(f"Công tác Đoàn và phong trào thanh niên năm {year}",),
        recipients=(
            "Thường trực Tỉnh đoàn (b/c)",
            "Thường trực Đảng ủy các cơ quan tỉnh (b/c)",
            "Các cơ sở Đoàn trực thuộc",
            "Lưu: VP",
        ),
        authority="TM. BAN CHẤP HÀNH",
        position="BÍ THƯ",
        signatory=names.person_name(3),
    )


def write(year: int, out: BinaryIO) -> None:
    """Write the sample programme of that year as a Word file into the open file."""
    document = word.new_document()
    head = letterhead(year)
    word.write_heading(document, head)

    def heading(text: str) -> None:
        word.paragraph(document, text, bold=True, keep_with_next=True)

    def text(line: str) -> None:
        word.paragraph(document, line, indent=True)

    heading(f"I. CHỦ ĐỀ NĂM: “{THEME}”")
    heading("II. NHIỆM VỤ TRỌNG TÂM")
    for number, task in enumerate(KEY_TASKS, 1):
        text(f"{number}. {task}")
    heading("III. NỘI DUNG ĐỘT PHÁ")
    text(f"“{BREAKTHROUGH}”")
    heading("IV. CHỈ TIÊU CƠ BẢN")
    for number, target in enumerate(TARGETS, 1):
        text(f"{number}. {target}")
    heading("V. NỘI DUNG VÀ GIẢI PHÁP")
    for number, (title, body) in enumerate(SOLUTIONS, 1):
        heading(f"{number}. {title}")
        text(f"- {body}")
    heading("VI. MỘT SỐ HOẠT ĐỘNG LỚN TRONG NĂM")
    for number, (title, months) in enumerate(ACTIVITIES, 1):
        text(f"{number}. {title} ({months}).")
    heading("VII. TỔ CHỨC THỰC HIỆN")
    heading("1. Đoàn Khối các cơ quan tỉnh")
    text("- Theo dõi, đôn đốc các cơ sở Đoàn thực hiện; tổng hợp, báo cáo Tỉnh đoàn và Đảng ủy.")
    heading("2. Các Cụm thi đua")
    text(f"- Gửi kế hoạch công tác của cụm về Đoàn Khối trước ngày 25/02/{year}.")
    heading("3. Các cơ sở Đoàn trực thuộc")
    for line in regime_lines(year):
        text(line)
    text(
        "Ban Chấp hành Đoàn Khối đề nghị các cơ sở Đoàn triển khai thực hiện; có khó khăn thì báo cáo về Văn phòng để "
        f"cùng giải quyết{END_MARK}"
    )
    word.write_ending(document, head)
    document.save(out)


REGIME = """
- Thực hiện chế độ thông tin, báo cáo về Đoàn Khối như sau:

+ Chương trình công tác năm {year} của đơn vị: gửi trước ngày 25/02/{year}.

+ Báo cáo tháng: gửi chậm nhất ngày 05 hằng tháng (tháng 1, 2, 4, 5, 7, 8, 10, 11). Báo cáo tháng 3, 6, 9 và 12
lồng ghép vào báo cáo quý I, báo cáo 6 tháng, 9 tháng và báo cáo tổng kết năm. Số liệu báo cáo tháng tính từ ngày 05
của tháng trước đến ngày 05 của tháng báo cáo.

+ Báo cáo quý I: gửi trước ngày 05/3/{year}.

+ Báo cáo sơ kết 6 tháng: gửi trước ngày 05/6/{year}.

+ Báo cáo 9 tháng: gửi trước ngày 05/9/{year}.

+ Báo cáo tổng kết năm kèm hồ sơ đề nghị khen thưởng: gửi trước ngày 20/11/{year}.

+ Báo cáo chuyên đề: theo yêu cầu của cấp trên.

- Đoàn trường học báo cáo theo chế độ do Sở Giáo dục và Đào tạo quy định.
"""


def regime_lines(year: int) -> tuple[str, ...]:
    """The reporting regime of the sample programme, a sentence a report."""
    return paragraphs(REGIME.format(year=year))
