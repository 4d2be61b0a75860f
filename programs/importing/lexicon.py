"""Words of the field that the grammar rests on, as they stand in `folding.key` form.

Each list is a class of words with the same part in a sentence; no entry names a place, a year or one document.
"""

from __future__ import annotations

# Organisations below the issuing body, any of which may be the unit that reports.
UNIT = (
    r"(?:tổ chức )?(?:các )?cơ sở đoàn|(?:tổ chức )?đoàn cơ sở|chi đoàn(?: cơ sở)?|liên chi đoàn|phân đoàn|"
    r"đoàn bộ phận|"
    r"tổ chức cơ sở(?: đoàn)?|tổ chức đoàn(?! viên)|cơ sở hội|chi hội|liên chi hội|liên đội|chi đội|hội đồng đội|"
    r"(?:huyện|xã|thành|thị|quận|phường|tỉnh)[ ,]{0,2}đoàn\b|cấp bộ (?:đoàn|hội)|"
    r"đoàn (?:các )?(?:xã|phường|thị trấn|đặc khu|trường|huyện|quận|thị xã|thành phố|cấp|khối|trực thuộc|"
    r"cơ quan|doanh nghiệp)|"
    r"đoàn,? hội (?:các )?(?:xã|phường|cấp|cơ sở)|các cấp bộ|ban chấp hành (?:đoàn|chi đoàn)|bch (?:đoàn|chi đoàn)|"
    r"(?:tổ chức )(?:đoàn|hội|đội)(?! viên)|hội (?:lhtn|liên hiệp|sinh viên) (?:các )?(?:xã|phường|trường|huyện|cấp)|"
    r"(?:ban thường vụ|btv) (?:đoàn|hội)"
)
# Words for a unit that need "các", "mỗi", "từng", "100%" before them to mean one.
BARE_UNIT = (
    r"cơ sở(?! vật chất| dữ liệu| hạ tầng| y tế)|đơn vị(?! máu| tính)|xã|phường|thị trấn|đặc khu|huyện|"
    r"trường(?: học)?|địa phương|thôn|bản|khu phố|tổ dân phố|doanh nghiệp|cơ quan"
)
CLUSTER = r"cụm(?: thi đua| hoạt động| đoàn)?|khối thi đua"
MEMBER = (
    r"đoàn viên|hội viên|đvtn|đv,? ?tn|cán bộ,? đoàn viên|cán bộ,? đvtn|cán bộ (?:đoàn|đ)(?:,| và|"
    r"-) ?(?:hội,? (?:đội,? )?)?đoàn viên|cán bộ đoàn,? (?:hội,? )?(?:đội,? )?đoàn viên"
)
OFFICER = r"cán bộ đoàn(?:,? hội)?(?:,? đội)?"
# What narrows "cán bộ đoàn" to some of the officers.
NARROWED = (
    r"(?:chủ chốt|chuyên trách|cơ sở|cấp|mới|trẻ|chi đoàn|xã|phường|huyện|tỉnh|trưởng|giữ|chưa|ở|"
    r"được bầu|thuộc|từ)\b"
)
YOUTH = (
    r"thanh niên|thanh thiếu niên|thanh, thiếu niên|thanh thiếu nhi|tn\b|học sinh,? (?:và )?sinh viên|hssv|sinh viên|"
    r"(?:công nhân|lao động|người lao động|chiến sĩ|trí thức|giáo viên|giảng viên|công chức|viên chức) trẻ"
)
PERSON = (
    r"bí thư|phó bí thư|ủy viên|ủy ban|đảng viên|quần chúng|cán bộ|công chức|viên chức|đội viên|thiếu niên|"
    r"thiếu nhi|nhi đồng|"
    r"học sinh|sinh viên|giáo viên|giảng viên|trẻ em|người|công nhân|lao động|hộ|tân binh|quân nhân|phụ trách|"
    r"chỉ tiêu|chỉ huy|đại biểu|"
    r"hồ sơ|văn bản|kế hoạch|nhiệm vụ|trang|kênh|diện tích|ý kiến|kiến nghị|đơn thư|thủ tục"
)
EACH_PERSON = (
    r"cán bộ|đoàn viên|thanh niên|đvtn|hội viên|đội viên|đồng chí|đ/c|ủy viên|bí thư|cá nhân|"
    r"sinh viên|học sinh|thanh thiếu|thiếu nhi|đảng viên|người"
)
TIME = r"năm|quý|tháng|tuần|ngày|kỳ|nhiệm kỳ|học kỳ"

# Verbs that begin a promise or follow its subject.
VERB = (
    r"tổ chức|thực hiện|triển khai|xây dựng|xây|thành lập|duy trì|kết nạp|giới thiệu|phát triển|bồi dưỡng|tập huấn|"
    r"đào tạo|hỗ trợ|giúp đỡ|"
    r"vận động|trồng|chăm sóc|tư vấn|trao|tặng|khám|hiến|tiếp nhận|đảm nhận|đăng ký|đề xuất|tham gia|tham mưu|"
    r"phối hợp|hoàn thành|đạt|"
    r"bầu|giữ|nâng|tăng|giảm|phấn đấu|đảm bảo|bảo đảm|có|được|là|ra mắt|nhân rộng|sửa chữa|tu sửa|lắp đặt|"
    r"khánh thành|khởi công|huy động|"
    r"kết nối|tiết kiệm|tuyên truyền|tuyên dương|khen thưởng|kiểm tra|giám sát|phản biện|thu hút|tập hợp|"
    r"sinh hoạt|học tập|quán triệt|"
    r"đăng tải|đăng|cập nhật|chuyển giao|giải quyết|mở|hướng dẫn|nhận|đỡ đầu|xóa|đóng|trích|ứng dụng|sử dụng|"
    r"cài đặt|đối thoại|giao lưu|"
    r"chuyển đổi|thu gom|phân loại|biểu dương|củng cố|kiện toàn|sắp xếp|rà soát|đánh giá|xếp loại|thăm|"
    r"cấp phát|phát động|xét|đầu tư|quyên góp|ủng hộ|nạo vét|làm|bê tông|trợ giúp|đồng hành|gặp mặt|tìm kiếm|"
    r"hình thành|in|viết|biên tập|xuất bản|ban hành|đưa|tạo|góp|cho"
)
# What is counted: words that make a number before them a quantity even without "ít nhất".
CLASSIFIER = (
    r"cây|lượt|đoàn viên|thanh niên|hội viên|đội viên|đảng viên|đvtn|thiếu nhi|em|trẻ|người|học sinh|sinh viên|"
    r"hộ|gia đình|công trình|"
    r"phần việc|mô hình|giải pháp|ý tưởng|sáng kiến|đề tài|hoạt động|chương trình|buổi|lớp|cuộc|hội thi|"
    r"hội nghị|hội thảo|diễn đàn|đợt|"
    r"chuyên đề|câu lạc bộ|clb|đội|tổ|nhóm|điểm|sân chơi|nhà|căn nhà|ngôi nhà|suất|phần quà|quà|học bổng|"
    r"đơn vị|tuyến|đoạn|km|m2|m3|mét|"
    r"ha|kg|tấn|triệu|tỷ|nghìn|ngàn|đồng|bài|tin|video|clip|sản phẩm|bộ|cuốn|quyển|tủ sách|thư viện|xe|máy|"
    r"bóng|cầu|con đường|đường|"
    r"nội dung|cơ sở|chi đoàn|chi hội|liên đội|đoàn cơ sở|xã|thôn|trường|doanh nghiệp|dự án|tổ hợp tác|"
    r"hợp tác xã|ngày|chiến dịch|đội hình|"
    r"tác phẩm|danh hiệu|giải|gương|tập thể|cá nhân|cán bộ|đồng chí|việc làm|việc|kỳ|lần|vườn|khu|góc|bể|giếng|"
    r"bữa|chuyến|hành trình|"
    r"kênh|trang|nhà vệ sinh|tình nguyện viên|đại biểu|quần chúng|khóa|nghị quyết|ngân hàng|cụm|thùng|vở|áo|sổ|"
    r"phiên|tọa đàm|liên hoan|đám|lao động|việc tốt|cột|lá cờ|cờ|bồn hoa|hồ sơ|giờ|đại lý|phòng|ki ốt|"
    r"gian hàng|công trường|nội dung|văn bản|cuộc thi|hiện vật|địa chỉ|bức|camera|chậu|lít|hũ|tài khoản|doanh nhân"
)
GRADE = (
    r"(?:không )?hoàn thành(?: xuất sắc| tốt)?(?: nhiệm vụ)?|(?:loại |mức |đạt )?(?:xuất sắc|vững mạnh|"
    r"mạnh|khá|tốt|trung bình|yếu kém|yếu)"
)
