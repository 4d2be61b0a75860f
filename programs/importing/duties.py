"""Who does what: the assignments of the section about carrying the programme out."""

from __future__ import annotations

import re

from programs.importing.folding import key
from programs.importing.outline import Outline
from programs.importing.reading import ResponsibilityRead
from programs.importing.sections import DUTIES

_WHO_WHAT = re.compile(
    r"((?:Ban|Văn phòng|Các|BTV|BCH|Đoàn|Ủy ban|Cụm|Đồng chí|Đ/c|Bí thư|Hội đồng|Giao)\b[^:.;]{2,90}):\s+(?=\S)"
)
_GIVEN = re.compile(
    r"(?<!\w)(?:giao|phân công)\s+((?:cho )?(?:văn phòng|ban(?! cụm| định| theo)|btv|bch|các|đồng chí|ủy ban|"
    r"đoàn)\b[^,;:.]{2,60}?)(?= (?:là|tham mưu|chủ trì|phối hợp|theo dõi|xây dựng|hằng|chịu|tổ chức|hướng dẫn)|[,;:.])"
)


def read_responsibilities(outline: Outline) -> tuple[ResponsibilityRead, ...]:
    """Return bodies with their tasks: by heading ("2. Các cụm thi đua"), by "Tên: việc", and by "giao …"."""
    out: list[ResponsibilityRead] = []
    for index, node in enumerate(outline.nodes):
        if outline.kind_of(index) != DUTIES:
            continue
        items = outline.items(index)
        if node.kind != DUTIES and items:
            what = " ".join(i.passage.text for i in items)
            out.append(ResponsibilityRead(node.title.rstrip(":"), what, items[0].passage.span(), index))
        for item in items:
            text = item.passage.text
            m = _WHO_WHAT.match(text)
            if m and node.kind == DUTIES:
                out.append(ResponsibilityRead(m.group(1), text[m.end() :], item.passage.span(m.end()), index))
            elif given := _GIVEN.search(key(text)):
                who = text[given.start(1) : given.end(1)].removeprefix("cho ")
                out.append(
                    ResponsibilityRead(who, text[given.end() :].strip(" ,.:"), item.passage.span(given.start()), index)
                )
    return tuple(out)
