"""Django's password rules with sentences in the portal's tone; Django's own translation speaks otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Mật khẩu quá ngắn: cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Mật khẩu có ít nhất {self.min_length} ký tự."


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as problem:
            message = "Mật khẩu quá giống tên đăng nhập, họ tên hoặc địa chỉ thư điện tử."
            raise ValidationError(message, code=problem.code) from None

    def get_help_text(self) -> str:
        return "Mật khẩu không giống tên đăng nhập, họ tên hoặc địa chỉ thư điện tử."


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu này nhiều người dùng nên dễ bị đoán; cần chọn mật khẩu khác."

    def get_help_text(self) -> str:
        return "Mật khẩu không nằm trong số mật khẩu thường gặp."


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu chỉ gồm chữ số; cần thêm chữ cái."

    def get_help_text(self) -> str:
        return "Mật khẩu không chỉ gồm chữ số."
