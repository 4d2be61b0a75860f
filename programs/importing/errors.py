"""Why a file cannot be read. Each message is a Vietnamese sentence that says what to do next."""

from __future__ import annotations


class UnreadableDocument(Exception):  # noqa: N818 -- a refusal, named by what it says
    """The file cannot be read as a programme; `str()` gives the message for the person who chose it."""

    message = "Không đọc được tệp này. Cần lưu lại tệp ở dạng .docx bằng Word rồi tải lên lại."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class EmptyFile(UnreadableDocument):
    message = "Tệp không có nội dung. Kiểm tra lại tệp trên máy rồi tải lên lại."


class FileTooLarge(UnreadableDocument):
    message = "Tệp lớn hơn 20 MB. Bỏ bớt hình ảnh trong tệp hoặc lưu riêng phần chữ ở dạng .docx rồi tải lên lại."


class PictureFile(UnreadableDocument):
    message = "Tệp này là hình ảnh, không có chữ để đọc. Cần tệp Word (.docx) hoặc PDF có chữ của chương trình."


class PasswordProtected(UnreadableDocument):
    message = (
        "Tệp được đặt mật khẩu nên không đọc được. Mở tệp bằng Word, bỏ mật khẩu "
        "(Tệp > Thông tin > Bảo vệ tài liệu), lưu lại rồi tải lên."
    )


class DamagedFile(UnreadableDocument):
    message = "Tệp bị hỏng hoặc không phải là tệp Word. Mở tệp bằng Word, lưu lại thành .docx mới rồi tải lên."


class DangerousFile(UnreadableDocument):
    message = (
        "Tệp có cấu trúc bất thường nên hệ thống từ chối đọc. Sao chép nội dung sang một tệp Word mới, "
        "lưu ở dạng .docx rồi tải lên."
    )


class MacroFile(UnreadableDocument):
    message = "Tệp có chứa macro nên hệ thống từ chối đọc. Mở tệp bằng Word, lưu lại ở dạng .docx rồi tải lên."


class TooManyParagraphs(UnreadableDocument):
    message = (
        "Tệp có quá nhiều đoạn văn so với một chương trình công tác. "
        "Chỉ giữ lại phần nội dung chương trình, lưu ở dạng .docx rồi tải lên lại."
    )


class ParagraphTooLong(UnreadableDocument):
    message = (
        "Tệp có đoạn văn dài bất thường, không giống một chương trình công tác. "
        "Chia nội dung thành các đoạn như trong văn bản đã ký rồi tải lên lại."
    )


class ScannedFile(UnreadableDocument):
    message = (
        "Tệp PDF này là bản chụp, không có chữ để đọc. Cần tệp Word (.docx) gốc, hoặc bản PDF xuất trực tiếp từ Word."
    )


class EncryptedPdf(UnreadableDocument):
    message = (
        "Tệp PDF được đặt mật khẩu nên không đọc được. Bỏ mật khẩu hoặc dùng tệp Word (.docx) gốc rồi tải lên lại."
    )


class OldWordFile(UnreadableDocument):
    message = (
        "Tệp ở dạng Word cũ (.doc) chưa đọc được trên máy chủ này. Mở tệp bằng Word, chọn Tệp > Lưu thành, "
        "chọn dạng Tài liệu Word (.docx) rồi tải lên tệp mới."
    )


class UnknownFormat(UnreadableDocument):
    message = "Không nhận ra dạng tệp này. Cần tệp Word (.docx), PDF có chữ hoặc tệp văn bản (.txt)."


class NotAProgramme(UnreadableDocument):
    message = (
        "Không tìm thấy đề mục hoặc chỉ tiêu nào trong tệp, nên tệp này có lẽ không phải là chương trình công tác. "
        "Kiểm tra lại tệp đã chọn, hoặc nhập chương trình bằng tay."
    )
