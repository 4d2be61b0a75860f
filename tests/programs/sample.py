"""A work programme in our own words, and the same with a few sentences corrected."""

from __future__ import annotations

TEXT = """BCH ĐOÀN KHỐI THỬ NGHIỆM
***
Số: 07-CTr/ĐTN

CHƯƠNG TRÌNH
Công tác Đoàn và phong trào thanh niên năm 2026

Căn cứ Chương trình số 15-CTr/TĐTN ngày 05/01/2026 của Ban Chấp hành Tỉnh đoàn về công tác Đoàn năm 2026;

I. CHỦ ĐỀ NĂM
“Tuổi trẻ Khối gương mẫu, sáng tạo”
II. CHỈ TIÊU CƠ BẢN
1. Toàn đoàn trồng ít nhất 4.500 cây xanh; mỗi đoàn viên trồng ít nhất 01 cây xanh.
2. 100% cơ sở Đoàn có ít nhất 01 mô hình tuyên truyền hiệu quả.
3. Có từ 85% thanh niên trở lên được học nghị quyết của Đảng.
4. Mỗi cụm thi đua giúp đỡ ít nhất 01 hộ thanh niên nghèo/năm.
5. Đoàn Khối tổ chức ít nhất 03 buổi tuyên truyền chuyển đổi số.
III. DỰ KIẾN MỘT SỐ HOẠT ĐỘNG LỚN
1. Ra quân trồng cây đầu năm: Tháng 2
2. Chiến dịch tình nguyện hè: Tháng 6, 7, 8
IV. TỔ CHỨC THỰC HIỆN
1. Các cụm thi đua
Gửi Kế hoạch công tác của cụm về Đoàn Khối trước ngày 25/02/2026.
2. Các cơ sở Đoàn trực thuộc
- Thực hiện chế độ thông tin báo cáo như sau:
+ Báo cáo tháng: gửi chậm nhất ngày 05 hằng tháng (tháng 1, 2, 4, 5, 7, 8, 10, 11); \
số liệu tính từ ngày 05 tháng trước đến ngày 05 tháng báo cáo.
+ Báo cáo quý I: gửi trước ngày 05/03/2026.
+ Báo cáo tổng kết năm kèm hồ sơ đề nghị khen thưởng: gửi trước ngày 20/11/2026.

Nơi nhận:
- Các cơ sở Đoàn trực thuộc;
- Lưu: VP.
TM. BAN CHẤP HÀNH
BÍ THƯ
Trần Thị Bích Thư
"""

CORRECTED = (
    TEXT.replace("ít nhất 4.500 cây xanh", "ít nhất 5.000 cây xanh")
    .replace("1. Ra quân trồng cây đầu năm: Tháng 2\n2. ", "1. ")
    .replace("chuyển đổi số.\nIII", "chuyển đổi số.\n6. Toàn đoàn hiến ít nhất 200 đơn vị máu.\nIII")
)


def document(text: str = TEXT) -> bytes:
    """The sample as the bytes of a text file."""
    return text.encode()
