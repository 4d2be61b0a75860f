"""What the form weighs on a first visit and when it is usable, in Chromium on a weak network."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.reporting.saying import say
from tests.bench.reporting.serving import HOST, serving
from tests.bench.reporting.starting import start

INDICATORS = 30
MOST_KILOBYTES = 110.0
MOST_SECONDS = 5.0
# The network of the evening: 400 kbit/s each way, 400 ms there and back.
BITS_PER_SECOND, LATENCY = 400_000, 400


def main() -> int:
    start()

    from tests.bench.reporting.world import make_world

    seat = make_world(units=1, indicators=INDICATORS).seats[0]
    with serving(Path(os.environ["DATA_DIR"]), workers=1, threads=8) as server:
        address = f"http://{HOST}:{server.port}"
        found = _visit(address, f"/bao-cao/{seat.submission}/soan/", seat.session)
    kilobytes = sum(found["bytes"].values()) / 1000
    parts = {f"kb_{kind}": round(size / 1000, 1) for kind, size in sorted(found["bytes"].items())}
    is_light = say(
        "form: first visit", ok=kilobytes <= MOST_KILOBYTES, kb=round(kilobytes, 1), limit=MOST_KILOBYTES, **parts
    )
    seconds = round(found["usable"] / 1000, 2)
    network = {"kbit_per_second": BITS_PER_SECOND // 1000, "latency_ms": LATENCY}
    is_quick = say("form: usable", ok=seconds <= MOST_SECONDS, seconds=seconds, limit=MOST_SECONDS, **network)
    return 0 if is_light and is_quick else 1


def _visit(address: str, path: str, session: str) -> dict[str, Any]:
    """Open the page with nothing cached; return the bytes by kind and the moment its script had run, in ms."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        speed = BITS_PER_SECOND / 8
        conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": speed, "uploadThroughput": speed}
        network.send("Network.emulateNetworkConditions", conditions)
        kinds: dict[str, str] = {}
        sizes: Counter[str] = Counter()
        network.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"].lower()}))
        network.on(
            "Network.loadingFinished",
            lambda said: sizes.update({kinds.get(said["requestId"], "other"): round(said["encodedDataLength"])}),
        )
        page.goto(address + path, wait_until="networkidle")
        # The form's script is deferred: when the document is said to be loaded, it has run and takes keys.
        usable = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        assert page.locator("[data-row]").count() == INDICATORS
        browser.close()
    return {"bytes": dict(sizes), "usable": usable}


if __name__ == "__main__":
    sys.exit(main())
