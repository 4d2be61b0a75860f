"""Facts about the files with which the portal is set up and run."""

from __future__ import annotations

import os
import re
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from packaging.requirements import Requirement

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return parsed


def test_the_containers_are_those_that_production_needs(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"migrate", "web", "worker", "beat", "postgres", "redis", "proxy"}
    assert compose["services"]["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        after = compose["services"][name]["depends_on"]
        assert after["migrate"]["condition"] == "service_completed_successfully"
        assert after["redis"]["condition"] == "service_healthy"


def test_every_lasting_container_is_watched_and_started_again(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name == "migrate":
            continue
        assert service["restart"] == "unless-stopped", name
        assert name == "web" or service["healthcheck"]["test"], name
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()
    assert "/healthz" in (ROOT / "Dockerfile").read_text()


def test_only_the_proxy_is_reachable_and_it_speaks_tls(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert published == {"proxy": ["80:80", "443:443"]}
    assert compose["services"]["web"]["environment"]["SITE_URL"].startswith("https://")
    assert "reverse_proxy web:8000" in (ROOT / "config" / "Caddyfile").read_text()


def test_what_must_last_is_in_named_volumes(compose: dict[str, Any]) -> None:
    mounted = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert mounted == set(compose["volumes"])
    assert "database:/var/lib/postgresql/data" in compose["services"]["postgres"]["volumes"]
    assert {"data:/data"} == {v for name in ("web", "worker", "beat") for v in compose["services"][name]["volumes"]}


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL", "SITE_HOST"):
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|SECRET", name):
                assert str(value).startswith("${"), name
    assert compose["services"]["web"]["environment"]["DEBUG"] == "false"


def test_the_image_runs_as_an_ordinary_user_with_static_files_inside() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER portal" in lines
    assert any("collectstatic" in line for line in lines[: lines.index("USER portal")])
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "fonts-liberation"):
        assert any(package in line for line in lines)


@pytest.mark.parametrize("target", ["demo", "test", "test-services", "check", "bench"])
def test_make_knows_the_commands_that_stay(target: str) -> None:
    plan = subprocess.run(
        ["make", "--dry-run", target], check=False, cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert plan.returncode == 0, plan.stderr
    assert ".ci/setup" in plan.stdout


@pytest.mark.parametrize("script", ["run", "setup", "demo", "with-services"])
def test_scripts_can_be_run_and_stop_at_the_first_error(script: str) -> None:
    path = ROOT / ".ci" / script
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text()
    subprocess.run(["bash", "-n", str(path)], check=True, timeout=30)


# A package that only some Pythons need says which.
PINNED = r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+(; python_full_version [<>=]+ \"[0-9.]+\")?"


def requirements(name: str) -> list[str]:
    return (ROOT / name).read_text().splitlines()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_exactly_and_every_direct_one_explained(name: str) -> None:
    lines = requirements(name)
    direct = lines[: next(i for i, line in enumerate(lines) if line.startswith("# --- transitive"))]
    for line in lines:
        assert not line or line.startswith(("#", "-r ")) or re.fullmatch(PINNED, line), line
    explained = False
    for line in direct:
        if line.startswith("#"):
            explained = True
        elif not line:
            explained = False
        elif not line.startswith("-r"):
            assert explained, f"{line} has no line that says why"


def test_what_is_installed_is_what_is_pinned() -> None:
    def normal(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    lines = requirements("requirements.txt") + requirements("requirements-dev.txt")
    wanted = [Requirement(line) for line in lines if re.fullmatch(PINNED, line)]
    pinned = {
        normal(one.name): str(one.specifier).removeprefix("==")
        for one in wanted
        if one.marker is None or one.marker.evaluate()
    }
    tools_of_venv = {"pip", "setuptools", "wheel"}
    installed = {normal(one.metadata["Name"]): one.version for one in metadata.distributions()}
    assert {name: version for name, version in installed.items() if name not in tools_of_venv} == pinned
