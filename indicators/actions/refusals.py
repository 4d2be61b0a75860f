"""Why a figure or a goal was not taken, with the sentence that the person reads."""

from __future__ import annotations


class FigureRefused(Exception):  # noqa: N818 – a refusal is an answer, not a fault
    """Nothing was written; `sentence` says in Vietnamese why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


GONE = "Chỉ số này không còn trong chương trình đang thực hiện; không có gì thay đổi."
CLOSED = "Chương trình đã kết thúc, số liệu và chỉ tiêu không thay đổi được nữa."
OUTSIDE = "Đơn vị này không thuộc phạm vi của cấp ban hành chương trình."
NO_REASON = "Ghi lý do điều chỉnh: chương trình đã ban hành."
NEGATIVE = "Chỉ tiêu không được âm."
OUT_OF_ORDER = "Mức trên phải lớn hơn hoặc bằng mức dưới."
FUTURE = "Ngày của số liệu không được sau hôm nay."
