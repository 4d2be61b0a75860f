"""Rules that no linter knows, held over all files of the repository."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("units", "programs", "indicators", "reports")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def lines_with(pattern: str, *files: str) -> Iterator[str]:
    wanted = re.compile(pattern)
    for path in tracked(*files):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture or a document
        for number, line in enumerate(text.splitlines(), 1):
            if wanted.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


def names_in(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    # Put together here, so that this file does not find itself.
    folders = "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/tm" + "p/dh", "/Us" + "ers/"])
    assert not list(lines_with(rf"(?<![\w.-])({folders})"))


def test_no_file_names_a_package_registry_or_a_cdn() -> None:
    hosts = [
        "pypi." + "org",
        "python" + "hosted",
        "npm" + "js",
        "debian" + ".org",
        "jsde" + "livr",
        "unp" + "kg",
        "cdn" + "js",
    ]
    assert not list(lines_with("|".join(map(re.escape, hosts))))


def test_no_column_fills_itself_with_the_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in tracked("*.py")
        for line, name in names_in(path)
        if name in {"auto_now", "auto_now_add"}
    ]
    assert not found


def test_views_and_forms_get_their_objects_through_a_door() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for app in APPS
        for path in tracked(f"{app}/views/*.py", f"{app}/views.py")
        for line, name in names_in(path)
        if name in {"objects", "_default_manager"}
    ]
    assert not found


def test_no_app_listens_to_model_signals() -> None:
    assert not list(lines_with(r"django\.db\.models\.signals|@receiver\(", *(f"{app}/*.py" for app in APPS)))


def test_no_module_is_a_junk_drawer() -> None:
    junk = {"utils", "helpers", "common", "services", "signals", "misc"}
    assert not [path for path in tracked("*.py") if path.stem in junk or path.parent.name in junk]


def test_no_page_carries_script_or_style_that_its_own_policy_forbids() -> None:
    forbidden = r"<script(?![^>]*\ssrc=)|<style\b|\sstyle=|\son[a-z]+=[\"']|hx-on[:=]|javascript:"
    on_paper = re.compile(r"pdf|print_|compiled/document|paper")  # drawn by WeasyPrint, never sent to a browser
    assert not [
        line for line in lines_with(forbidden, "templates/*.html") if not on_paper.search(line.partition(":")[0])
    ]


def test_no_test_is_switched_off_repeated_or_made_to_wait() -> None:
    found = lines_with(r"mark\.(skip|xfail|flaky)|pytest\.xfail|time\.sleep|wait_for_timeout", "tests/*.py")
    own_name = str(Path(__file__).relative_to(ROOT))
    assert not [line for line in found if not line.startswith(own_name)]


@pytest.mark.parametrize("name", ["manage.py", "README.md", "docs/decisions"])
def test_what_a_newcomer_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).exists()
