"""Whom a sentence on reporting asks: kinds of units that need not report, that alone must, or the clusters' leaders."""

from __future__ import annotations

import re

SECTORS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # such as: trừ các trường học · Đoàn trường báo cáo theo chế độ riêng
    ("school", re.compile(r"\b(?:trường học|đoàn trường|khối trường|các trường|nhà trường|trường)\b")),
    # such as: trừ khối doanh nghiệp
    ("enterprise", re.compile(r"\bdoanh nghiệp\b")),
    # such as: không áp dụng với khối lực lượng vũ trang
    ("armed_forces", re.compile(r"\blực lượng vũ trang\b")),
    # such as: áp dụng với khối địa bàn dân cư
    ("area", re.compile(r"\bđịa bàn dân cư\b")),
    # such as: trừ khối cơ quan
    ("agency", re.compile(r"\b(?:khối|các) cơ quan\b")),
    # such as: trừ khối khác
    ("other", re.compile(r"\bkhối khác\b")),
)
SCHOOL = SECTORS[0][1]
_EXEMPT = re.compile(
    r"\b(?:trừ|không áp dụng (?:đối với|với)|miễn(?: báo cáo)?(?: đối với| cho)?)\s+"
    r"(?!(?:các |báo cáo )*tháng)([^.;:()]{3,60})"
)
# "(áp dụng với khối doanh nghiệp)": only they must send it
_ASKED = re.compile(r"\(áp dụng với ([^.;:(),]{3,80})")
_CLUSTER_LEADS = re.compile(r"\(cụm trưởng gửi\b")


def exempt(text: str) -> tuple[str, ...]:
    """Return whom the text leaves out, in its own words: "trừ các trường học"."""
    return tuple(m.group(1).strip() for m in _EXEMPT.finditer(text))


def asked_kinds(low: str) -> tuple[str, ...]:
    """Return the sectors that alone must send the report."""
    return tuple(kind for m in _ASKED.finditer(low) for kind in sectors(m.group(1)))


def asks_cluster_leads(low: str) -> bool:
    return bool(_CLUSTER_LEADS.search(low))


def sectors(low: str) -> list[str]:
    """Return the sectors that the text names."""
    return [name for name, pattern in SECTORS if pattern.search(low)]
