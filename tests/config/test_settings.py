"""Settings are read by a fresh process, as at a real start."""

from __future__ import annotations

import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "dunghan.example.vn",
    "CSRF_TRUSTED_ORIGINS": "https://dunghan.example.vn",
    "SITE_URL": "https://dunghan.example.vn",
    "DATABASE_URL": "postgres://dunghan@127.0.0.1:5432/dunghan",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://user:pass@mail.example.vn:587",
}


def manage(data_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(data_dir), **environment}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, check=False, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60
    )


def setting(data_dir: Path, name: str, **environment: str) -> str:
    shown = manage(
        data_dir,
        "shell",
        "--no-imports",
        "-c",
        f"from django.conf import settings; print(settings.{name})",
        **environment,
    )
    assert shown.returncode == 0, shown.stderr
    return shown.stdout.strip()


def test_with_production_settings_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    check = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert check.returncode == 0, check.stdout + check.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "REDIS_URL", "EMAIL_URL", "SITE_URL"])
def test_production_says_what_it_lacks(tmp_path: Path, missing: str) -> None:
    check = manage(tmp_path, "check", **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert check.returncode != 0
    assert f"Production lacks {missing}: set it in the environment." in check.stderr


@pytest.mark.parametrize(
    "sign",
    [{"DEBUG": "false"}, {"SITE_URL": "https://dunghan.example.vn"}, {"DATABASE_URL": "postgres://127.0.0.1/dunghan"}],
)
def test_every_sign_of_production_asks_for_a_secret(tmp_path: Path, sign: dict[str, str]) -> None:
    check = manage(tmp_path, "check", **sign)
    assert check.returncode != 0
    assert "SECRET_KEY" in check.stderr
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    "address", ["dunghan.example.vn", "ftp://dunghan.example.vn", "http://dunghan.example.vn/portal"]
)
def test_a_site_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    check = manage(tmp_path, "check", SITE_URL=address)
    assert "SITE_URL must be the address of the portal's first page" in check.stderr


def test_production_asks_for_a_code_at_the_first_run_and_the_demonstration_does_not(tmp_path: Path) -> None:
    assert setting(tmp_path, "SETUP_NEEDS_CODE", **PRODUCTION) == "True"
    assert setting(tmp_path, "SETUP_NEEDS_CODE") == "False"
    assert setting(tmp_path, "SETUP_NEEDS_CODE", DEBUG="true") == "False"
    assert setting(tmp_path, "SETUP_NEEDS_CODE", SETUP_CODE="mot-ma-du-dai") == "True"


def test_a_code_that_is_easily_guessed_stops_the_start(tmp_path: Path) -> None:
    check = manage(tmp_path, "check", SETUP_CODE="123456")
    assert check.returncode != 0
    assert "SETUP_CODE is too easy to guess" in check.stderr


def test_the_clock_cannot_be_set_without_debug(tmp_path: Path) -> None:
    check = manage(tmp_path, "check", CLOCK="2026-04-03T08:00")
    assert check.returncode != 0
    assert "CLOCK is for trying things out" in check.stderr


def test_with_debug_the_clock_starts_where_it_is_told(tmp_path: Path) -> None:
    shown = manage(
        tmp_path, "shell", "--no-imports", "-c", "from units import clock; print(clock.now().isoformat())",
        CLOCK="2026-04-03T08:00", DEBUG="true",
    )  # fmt: skip
    assert shown.stdout.startswith("2026-04-03T08:00:")
    assert shown.stdout.strip().endswith("+07:00")


def test_embedded_needs_no_settings_and_keeps_its_own_secret(tmp_path: Path) -> None:
    first, second = setting(tmp_path, "SECRET_KEY"), setting(tmp_path, "SECRET_KEY")
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert setting(tmp_path, "DEBUG") == "False"


def test_everything_written_goes_into_the_data_folder(tmp_path: Path) -> None:
    script = (
        "from django.conf import settings as s; print(s.DATABASES['default']['NAME'], s.MEDIA_ROOT, s.STATIC_ROOT, "
        "s.EMAIL_FILE_PATH, s.CELERY_BEAT_SCHEDULE_FILENAME, *s.CELERY_BROKER_TRANSPORT_OPTIONS.values(), sep='\\n')"
    )
    shown = manage(tmp_path, "shell", "--no-imports", "-c", script)
    paths = [line for line in shown.stdout.splitlines() if line != "False"]
    assert len(paths) == 9
    assert all(Path(path).is_relative_to(tmp_path) for path in paths)


def test_over_plain_http_in_a_closed_network_cookies_still_work(tmp_path: Path) -> None:
    closed = PRODUCTION | {"SITE_URL": "http://dunghan.noibo", "ALLOWED_HOSTS": "dunghan.noibo"}
    assert setting(tmp_path, "SESSION_COOKIE_SECURE", **closed) == "False"
    assert setting(tmp_path, "SECURE_SSL_REDIRECT", **closed) == "False"


def test_every_password_rule_speaks_vietnamese() -> None:
    from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as problem:
        validate_password("12345678")
    assert problem.value.messages == [
        "Mật khẩu quá ngắn: cần ít nhất 10 ký tự.",
        "Mật khẩu này nhiều người dùng nên dễ bị đoán; cần chọn mật khẩu khác.",
        "Mật khẩu chỉ gồm chữ số; cần thêm chữ cái.",
    ]
    assert all(text.startswith("Mật khẩu") for text in password_validators_help_texts())


def test_a_password_like_the_persons_name_is_refused() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    person = get_user_model()(username="nguyenvanthanh")
    with pytest.raises(ValidationError, match="quá giống tên đăng nhập"):
        validate_password("nguyenvanthanh1", person)
