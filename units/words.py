"""How the record of events reads: each event in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from units.audit import Event
from units.formats import format_date
from units.models import Level, Role, Sector, Unit, User

EVENTS: dict[Event, str] = {
    Event.UNIT_CREATED: "Tạo đơn vị",
    Event.UNIT_CHANGED: "Sửa thông tin đơn vị",
    Event.UNIT_CLOSED: "Kết thúc hoạt động đơn vị",
    Event.UNIT_MERGED: "Sáp nhập đơn vị",
    Event.CLUSTER_CHANGED: "Thay đổi cụm thi đua",
    Event.HEADCOUNT_CHANGED: "Ghi số lượng đoàn viên, thanh niên",
    Event.PERSON_CREATED: "Tạo tài khoản",
    Event.PERSON_CHANGED: "Sửa thông tin người dùng",
    Event.PASSWORD_ISSUED: "Cấp mật khẩu dùng một lần",
    Event.PASSWORD_CHANGED: "Đổi mật khẩu",
    Event.APPOINTMENT_STARTED: "Phân công vai trò",
    Event.APPOINTMENT_ENDED: "Kết thúc vai trò",
    Event.OFFICE_HANDED_OVER: "Bàn giao nhiệm vụ Bí thư",
    Event.WORKBOOK_IMPORTED: "Nhập danh sách từ Excel",
    Event.PORTAL_SET_UP: "Thiết lập hệ thống",
    Event.PROGRAM_IMPORTED: "Tải văn bản chương trình",
    Event.PROGRAM_CHANGED: "Sửa dự thảo chương trình",
    Event.PROGRAM_ISSUED: "Ban hành chương trình",
    Event.PROGRAM_TAKEN_BACK: "Thu hồi chương trình",
    Event.PROGRAM_AMENDED: "Điều chỉnh chương trình",
    Event.PROGRAM_CLOSED: "Kết thúc chương trình",
    Event.REGIME_CHANGED: "Thay đổi chế độ báo cáo",
    Event.OBLIGATIONS_CHANGED: "Cập nhật báo cáo phải gửi",
    Event.GOAL_SET: "Giao, điều chỉnh chỉ tiêu",
    Event.SHARES_ACCEPTED: "Nhận chỉ tiêu được giao",
    Event.SHARE_CHANGE_PROPOSED: "Đề nghị điều chỉnh chỉ tiêu",
    Event.SHARE_CHANGE_DECIDED: "Trả lời đề nghị điều chỉnh chỉ tiêu",
    Event.OWN_FIGURE_POSTED: "Cấp ban hành ghi số liệu",
    Event.OPENING_BALANCES_IMPORTED: "Nhập số đầu kỳ",
    Event.SUBMISSION_SUBMITTED: "Gửi báo cáo",
    Event.SUBMISSION_TAKEN_BACK: "Rút lại báo cáo",
    Event.SUBMISSION_RETURNED: "Yêu cầu bổ sung báo cáo",
    Event.SUBMISSION_ACCEPTED: "Duyệt báo cáo",
    Event.SUBMISSION_REOPENED: "Mở lại báo cáo",
    Event.SUBMISSION_WAIVED: "Miễn báo cáo",
    Event.SUBMISSION_EXTENDED: "Gia hạn báo cáo",
    Event.REPORT_COMPILED: "Lập báo cáo tổng hợp",
    Event.RANKING_CHANGED: "Sửa quy tắc xếp hạng",
}


def event_in_words(event: str) -> str:
    """Return the words of a stored event, its bare name for one that nobody has worded."""
    try:
        return EVENTS[Event(event)]
    except (ValueError, KeyError):
        return event


def changes_in_words(detail: Mapping[str, object]) -> list[str]:
    """Return what changed, a line each: "Tên gọi tắt: A → B", "Vai trò: Bí thư", "Từ ngày: 01/04/2026"."""
    lines = []
    for key, value in detail.items():
        if key == "changes" and isinstance(value, Mapping):
            lines += [f"{field_in_words(name)}: {_plain(old)} → {_plain(new)}" for name, (old, new) in value.items()]
        elif key in DETAILS and value not in (None, ""):
            lines.append(f"{DETAILS[key]}: {_plain(value)}")
    return lines


def field_in_words(name: str) -> str:
    """Return the label of a field of a unit or person."""
    for model in (Unit, User):
        for field in model._meta.fields:
            if field.name == name:
                label = str(field.verbose_name)
                return label[:1].upper() + label[1:]
    return name


DETAILS = {
    "obligations": "Số báo cáo phải gửi có thay đổi",
    "role": "Vai trò",
    "starts_on": "Từ ngày",
    "ends_on": "Đến hết ngày",
    "active_until": "Đến hết ngày",
    "merged_into": "Vào đơn vị",
    "holds_from": "Tính từ ngày",
    "officers": "Cán bộ Đoàn",
    "members": "Đoàn viên",
    "youth": "Thanh niên",
    "children": "Thiếu nhi",
    "unit": "Đơn vị",
    "on": "Ngày",
    "from": "Người giao",
    "to": "Người nhận",
    "file": "Tệp",
    "created": "Tạo mới",
    "changed": "Thay đổi",
}
_CHOICES = {value: label for choices in (Level, Sector, Role) for value, label in choices.choices}


def _plain(value: object) -> str:
    text = str(value)
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        words = {"": "(trống)", "True": "có", "False": "không", "None": "(trống)"}
        return words.get(text) or str(_CHOICES.get(text, text))
