"""Every dashboard opened in a headless browser, every answer behind its charts judged: `python bi/check.py FOLDER`.

Superset is started on a free port, with the bundle as `bi/install.py` left it. A chart passes when the server
answered its question without an error and with at least one row; a dashboard, when all its charts passed and the
browser asked no other host for anything. FOLDER gets a picture of each dashboard. Exit 1 names what failed.
"""

import argparse
import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from place import ADMIN, ROOM, environment, folder_of
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from serve import command

PATIENCE_SECONDS = 180
"""For the server to start and for one dashboard to be drawn, on a slow machine."""
WIDTH, HEIGHT = 1600, 3200
"""A window so high that no chart waits to be scrolled to."""


@dataclass
class Seen:
    """What the browser saw of one dashboard."""

    answered: set[str] = field(default_factory=set)
    """Charts whose data came, by their name."""
    faults: list[str] = field(default_factory=list)
    abroad: dict[str, str] = field(default_factory=dict)
    """Requests to other hosts that the page's policy did not stop: number -> host."""


def main() -> int:
    """Exit 0: everything is shown."""
    parser = argparse.ArgumentParser(description="Open every dashboard in a headless browser and judge every answer.")
    parser.add_argument("folder", type=Path, help="gets a picture of each dashboard")
    pictures: Path = parser.parse_args().folder
    pictures.mkdir(parents=True, exist_ok=True)
    environ = environment(os.environ)
    password = (folder_of(environ) / "admin_password").read_text(encoding="ascii").strip()
    faults = []
    with _server(environ) as address, _browser() as browser:
        _sign_in(browser, address, password)
        names = _chart_names(browser, address)
        for dashboard in _dashboards():
            seen = _look(browser, address, dashboard, names, pictures / f"{dashboard['slug']}.png")
            wanted = _charts_of(dashboard)
            faults += [f"{dashboard['slug']}: {one}" for one in seen.faults]
            faults += [f"{dashboard['slug']}: asked {host}" for host in sorted(set(seen.abroad.values()))]
            faults += [f"{dashboard['slug']}: {name}: no answer" for name in sorted(wanted - seen.answered)]
            shown = len(wanted & seen.answered)
            print(f"{dashboard['slug']}: {shown} of {len(wanted)} charts, {len(seen.faults)} faults", flush=True)
    print("\n".join(faults) or f"All dashboards are shown; pictures in {pictures}")
    return 1 if faults else 0


@contextmanager
def _server(environ: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(command(port), env=environ, start_new_session=True)
    try:
        _await_health(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _await_health(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise SystemExit(f"Superset ended with {server.returncode} before it answered")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"Superset did not answer within {PATIENCE_SECONDS} s")


@contextmanager
def _browser() -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for one in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=id"):
        options.add_argument(one)
    options.add_argument(f"--window-size={WIDTH},{HEIGHT}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    browser = webdriver.Chrome(options, Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


def _sign_in(browser: webdriver.Chrome, address: str, password: str) -> None:
    browser.get(f"{address}/login/")
    patience = WebDriverWait(browser, PATIENCE_SECONDS)
    patience.until(lambda it: it.find_elements(By.CSS_SELECTOR, "input[type=password]"))
    browser.find_element(By.CSS_SELECTOR, "input#username, input[name=username]").send_keys(ADMIN)
    browser.find_element(By.CSS_SELECTOR, "input[type=password]").send_keys(password + "\n")
    patience.until(lambda it: "/login" not in it.current_url)


def _chart_names(browser: webdriver.Chrome, address: str) -> dict[int, str]:
    """Superset's own number of a chart -> its name in the bundle; asked from within the session that signed in."""
    told = browser.execute_async_script(
        "fetch(arguments[0]).then(it => it.json()).then(arguments[1])", f"{address}/api/v1/chart/?q=(page_size:500)"
    )
    return {one["id"]: one["slice_name"] for one in told["result"]}


def _dashboards() -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOM / "bundle/dashboards").glob("*"))]


def _charts_of(dashboard: dict[str, Any]) -> set[str]:
    nodes = (one for one in dashboard["position"].values() if isinstance(one, dict))
    return {one["meta"]["sliceName"] for one in nodes if one["type"] == "CHART"}


def _look(
    browser: webdriver.Chrome, address: str, dashboard: dict[str, Any], names: dict[int, str], picture: Path
) -> Seen:
    browser.get_log("performance")
    browser.get(f"{address}/superset/dashboard/{dashboard['slug']}/")
    seen, wanted = Seen(), _charts_of(dashboard)
    end = time.monotonic() + PATIENCE_SECONDS
    while wanted - seen.answered and not seen.faults and time.monotonic() < end:
        time.sleep(1)
        _take_in(browser, address, names, seen)
    time.sleep(3)  # drawn after the data came
    _take_in(browser, address, names, seen)
    _photograph(browser, picture)
    return seen


def _photograph(browser: webdriver.Chrome, picture: Path) -> None:
    """The page down to its last row."""
    below = browser.execute_script(
        "return Math.max(...[...document.querySelectorAll('.dashboard-component-chart-holder')]"
        ".map(it => it.getBoundingClientRect().bottom))"
    )
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": below + 20, "scale": 1}
    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})
    picture.write_bytes(base64.b64decode(shot["data"]))


def _take_in(browser: webdriver.Chrome, address: str, names: dict[int, str], seen: Seen) -> None:
    """Judge what went over the network since the last time."""
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        told = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            if not told["request"]["url"].startswith((address, "data:", "blob:")):
                seen.abroad[told["requestId"]] = str(urlsplit(told["request"]["url"]).hostname)
        elif message["method"] == "Network.loadingFailed" and told.get("blockedReason") == "csp":
            seen.abroad.pop(told["requestId"], None)
        elif message["method"] == "Network.responseReceived":
            _judge(browser, told, names, seen)


def _judge(browser: webdriver.Chrome, told: dict[str, Any], names: dict[int, str], seen: Seen) -> None:
    """An answer counts if it is the data of a chart."""
    response = told["response"]
    if urlsplit(response["url"]).path != "/api/v1/chart/data":
        return
    name = names.get(_number_of_chart(response["url"]), "a filter")
    fault = _fault_of(browser, told["requestId"], response["status"])
    if fault:
        seen.faults.append(f"{name}: {fault}")
    else:
        seen.answered.add(name)


def _number_of_chart(url: str) -> int:
    form = parse_qs(urlsplit(url).query).get("form_data", ["{}"])[0]
    return int(json.loads(form).get("slice_id", 0))


def _fault_of(browser: webdriver.Chrome, request: str, status: int) -> str:
    """Empty: the answer has rows and no error."""
    try:
        body = json.loads(browser.execute_cdp_cmd("Network.getResponseBody", {"requestId": request})["body"])
    except (WebDriverException, ValueError):
        return f"status {status}, an answer that cannot be read"
    if status != HTTPStatus.OK:
        return f"status {status}: {json.dumps(body)[:300]}"
    results = body["result"]
    errors = [str(one["error"]) for one in results if one.get("error")]
    return "; ".join(errors) or ("" if all(one["rowcount"] for one in results) else "no row")


if __name__ == "__main__":
    sys.exit(main())
