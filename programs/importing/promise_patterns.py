"""The small patterns that promises are told by, each with an example. They are matched against `folding.key` text."""

from __future__ import annotations

import re

from programs.importing import lexicon

# "không có cơ sở yếu kém": a promise of none. It opens a clause or follows a comma.
NONE_OF = re.compile(
    r"(?:^|[,;.:]\s?|\bvà |\bphấn đấu |\bđảm bảo |\bbảo đảm |\d% )\s*(?P<zero>không (?:còn |để xảy ra |để |có )"
    r"(?!ý nghĩa|điều kiện|hoàn cảnh|nơi|khả năng|việc làm))"
)
# "không có cơ sở trung bình; không hoàn thành nhiệm vụ": none of the next grade either
NONE_AGAIN = re.compile(r"\s*(?:và )?không (?:hoàn thành|đạt|vi phạm)")
# "trong đó có 20% …": part of the promise before
OF_WHICH = re.compile(r"\btrong (?:đó|số đó)\b")
# Words that open a promise of their own after a comma: "…, mỗi đoàn viên trồng 01 cây"
OPENER = re.compile(
    r"(?:trong (?:đó|số đó)|mỗi|từng|phấn đấu|tỷ lệ|toàn|riêng|không (?:có|còn|để)|đến (?:năm|hết|cuối))\b"
)
# A verb or a body after a comma opens one too: "…, giới thiệu 90 đoàn viên ưu tú"
STRONG = re.compile(rf"(?:đoàn(?! viên)|các|{lexicon.VERB}|{lexicon.UNIT}|{lexicon.CLUSTER})(?!\w)")
# Where one promise may end and the next begin
BOUNDARY = re.compile(r"[,:(]\s?(?:và |đồng thời )?| và | với (?=tổng )| - ")
# "hoàn thành chỉ tiêu …": each fulfils a quota that is not in the text
ALLOTTED = re.compile(r"(?:hoàn thành|đạt|thực hiện|vượt|bằng)[^,;]{0,30} chỉ tiêu|chỉ tiêu (?:được )?(?:giao|phân bổ)")
# A bare number after a comma or "và" goes on with a list: "ít nhất 02 sân chơi, 03 tủ sách"
LISTED = re.compile(r"(?:[,;:.]|\bvà|\bhoặc)\s*$")
# "… 80 triệu đồng"
MONEY = re.compile(r"\s*(?:nghìn|ngàn|triệu|tỷ|đồng)\b")
# "mỗi suất trị giá" or "mức" before money: what one thing costs; "40 suất trị giá 20 triệu đồng" is what all cost
PRICED = re.compile(r"\b(?:mỗi|một) \w+(?: \w+)? (?:có )?(?:trị giá|giá trị)(?: là)?\s*$|\bmức(?: \w+){0,2}\s*$")
# "40 suất trị giá 20 triệu đồng": what all of them cost, or each
WORTH = re.compile(r"(?<!tổng )\b(?:trị giá|giá trị)(?: là)?\s*$")
# "doanh nghiệp có" before "từ 50 lao động": a property of what was counted
QUALIFIED_BY = re.compile(r"\w có(?: (?:doanh thu|thu nhập|quy mô|giá trị|vốn|lợi nhuận|số lượng))?\s*$")
# What ends the things counted
BREAK = re.compile(r"[,;:(]|\b(?:và|đồng thời)\b")
# "duy trì 100% câu lạc bộ và thành lập …": the share is what is done, not who does what follows
SHARE_IS_OBJECT = re.compile(
    r"\s*(?:\W|phấn đấu )*(?:duy trì|tặng|trao|hỗ trợ|giúp đỡ|xây dựng|kiểm tra|giám sát|hoàn thành|củng cố|kiện toàn|"
    r"bồi dưỡng|tập huấn|khám|thành lập|phát triển|thăm)\b"
)
# "02 cầu (dài tối thiểu 15 m)": how large each of the things counted is
MEASURED = re.compile(r"\b(?:dài|rộng|cao|sâu|diện tích|dung tích|công suất|thời lượng)(?: \w+){0,2}\s*$")
# a verb among the words
ACTS = re.compile(rf"\b(?:{lexicon.VERB})\b")
# "… từ 05 người trở lên" right after what was counted: how large each of them is
SIZED = re.compile(r"\s*(?:người|thành viên|đồng chí)(?: trở lên)?\s*(?:[,;.]|$)")
# Between a share and a number beside it stand only people or units: "100% cán bộ và ít nhất 200 lượt hội viên"
BESIDE = re.compile(rf"^(?!.*\b(?:{lexicon.VERB})\b).*\bvà\s*$")
# " đoàn viên, " between two shares: a list, as nothing was said yet of the first
GOES_ON = re.compile(rf"^(?!.*(?:\b(?:{lexicon.VERB})\b|trở lên))[^,;.:()]{{3,40}}(?:, | và |, và )$")
# "giảm 5%", "tăng thêm 10%": a change, whoever it is about
CHANGED = re.compile(r"\b(?:giảm|tăng)(?: thêm| ít nhất| tối thiểu| trên| hơn| từ| bình quân)*\s*$")
# "tại mỗi …", "trong mỗi …" after the number
IN_EACH = re.compile(r"\b(?:trong|tại|ở|cho|của|đối với|với) (?=(?:mỗi|từng) )")
# What a stretch of words may not end with
TRAILING = re.compile(r"(?:[\s,;.(]|\s(?:và|với|cho|gồm))$")
# "trồng mới …", "và giới thiệu …"
VERB_FIRST = re.compile(rf"\s*(?:và )?(?:{lexicon.VERB})\b")
# "Đoàn Khối …", "các cơ sở …", "tỷ lệ …"
SUBJECT_FIRST = re.compile(
    r"\s*(?:toàn |đoàn |các |mỗi |từng |ban |btv|bch|tỉnh |huyện |thành |xã |chi |liên |cơ sở|cấp |100%|tỷ lệ|hội |hđ)"
)
# The issuing body itself as subject: "Tỉnh đoàn tổ chức …"
ISSUER = re.compile(
    r"\s*(?:hằng năm,? |trong năm,? |phấn đấu )?(?:đoàn (?!viên|các|cơ|cấp|xã|phường)|(?:tỉnh|thành|huyện|thị|"
    r"quận|xã) ?đoàn|ban thường vụ|btv|ban chấp hành|bch|cấp (?:tỉnh|huyện|thành phố|xã))"
)
# "Đoàn Khối và 100% cơ sở …": a body beside a share
BODY_AND = re.compile(r"(?P<body>(?:đoàn|ban|btv|bch|tỉnh|huyện|thành|xã|cấp)\b[^,;%\d]{2,90}?) và (?:có )?$")
# "… có bằng đại học": a standard that persons meet
STANDARD = re.compile(r"\b(?:có (?:bằng|trình độ|chứng chỉ)|là đảng viên|đạt chuẩn|đủ tiêu chuẩn)\b")
# words that promise nothing: có phụ lục kèm theo, cụ thể như sau
NOTHING = re.compile(
    r"^\W*(?:có phụ lục|kèm theo|theo phụ lục|ghi chú|\()|phụ lục(?: kèm)|^\W*$|^(?:cụ thể|gồm|sau đây|như sau)\W*$"
)
