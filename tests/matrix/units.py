from __future__ import annotations

from tests.matrix import LOGIN, Row

ROWS = [
    # Somebody can log in, so the first run is over for everybody.
    Row("units:setup", everybody=404, anonymous=404),
    Row("units:setup_administrator", everybody=404, anonymous=404),
    Row("units:setup_confirm", method="post", everybody=404, anonymous=404),
    Row("units:login", everybody=302, anonymous=200),
    Row("units:logout", method="post", everybody=LOGIN),
    Row("units:logout", everybody=405),
    Row("units:password_change", everybody=200),
    Row("units:password_change", method="post", everybody=422),
    Row("units:password_reset", everybody=200, anonymous=200),
    Row("units:password_reset", method="post", everybody=422, anonymous=422),
    Row("units:password_reset_done", everybody=200, anonymous=200),
    Row(
        "units:password_reset_confirm",
        at=lambda _: {"uidb64": "MQ", "token": "abc-def"},
        everybody=200,
        anonymous=200,
    ),
]
