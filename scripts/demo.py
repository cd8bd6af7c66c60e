#!/usr/bin/env python3
"""Walks through the real window by WebDriver and takes pictures. Needs nothing but Python."""

import argparse
import json
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PORT = 4455


class Window:
    """A window of the program under WebKitWebDriver."""

    def __init__(self, app, arguments, pictures):
        self.pictures = pictures
        self.driver = subprocess.Popen(["WebKitWebDriver", f"--port={PORT}"], stdout=subprocess.DEVNULL)
        self.session = None
        try:
            options = {"binary": str(app), "args": arguments}
            wanted = {"alwaysMatch": {"browserName": "wry", "webkitgtk:browserOptions": options}}
            self.session = self.start({"capabilities": wanted})
        except BaseException:
            self.close()
            raise

    def start(self, body):
        for attempt in range(50):
            try:
                return self.ask("POST", "/session", body)["sessionId"]
            except urllib.error.URLError as error:
                # The driver itself needs a moment; an answer that says no is final.
                if isinstance(error, urllib.error.HTTPError) or attempt == 49:
                    raise
                time.sleep(0.1)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", data=data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def do(self, method, path, body=None):
        return self.ask(method, f"/session/{self.session}{path}", body)

    def find(self, selector, patience=20.0):
        """The first element that fits, waiting for it."""
        end = time.monotonic() + patience
        while True:
            try:
                return self.do("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]
            except urllib.error.HTTPError as error:
                if error.code != 404 or time.monotonic() > end:
                    raise SystemExit(f"demo: nothing fits {selector} ({error})") from error
                time.sleep(0.1)

    def click(self, selector):
        self.do("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        self.do("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def picture(self, name):
        # What was asked for has come; what fades in is given time to be there.
        time.sleep(0.7)
        path = self.pictures / f"{name}.png"
        # The driver's own pictures wait for ever where nothing is drawn by a graphics card: the screen itself is taken.
        subprocess.run(["import", "-window", "root", str(path)], check=True, timeout=30)
        print(path)

    def close(self):
        if self.session:
            try:
                self.do("DELETE", "")
            except (urllib.error.URLError, OSError):
                pass
        self.driver.terminate()
        self.driver.wait(timeout=10)


def test_id(name):
    return f'[data-testid="{name}"]'


def walk(window, unit, user, secret):
    # The list of desks is a native menu, which a driver cannot open: its value is set as the menu would.
    window.find(test_id("desk-select"))
    window.picture("1-sign-in")
    choose = (
        "const desk = document.querySelector('[data-testid=\"desk-select\"]');"
        "desk.value = arguments[0]; desk.dispatchEvent(new Event('change', { bubbles: true }));"
    )
    window.do("POST", "/execute/sync", {"script": choose, "args": [unit]})
    window.click(test_id(f"user-{user}"))
    window.type(test_id("secret"), secret)
    window.click(test_id("sign-in"))
    # The mirror fills while the list is shown.
    window.find(test_id("row"), patience=60)
    window.picture("2-list")
    window.click(test_id("row"))
    window.find(test_id("case"))
    window.picture("3-case")
    window.click(test_id("user-menu"))
    window.click(test_id("theme-dark"))
    window.click(test_id("user-menu"))
    window.picture("4-dark")
    window.click(test_id("user-menu"))
    window.click(test_id("theme-light"))
    window.click(test_id("user-menu"))
    window.click(test_id("receive-open"))
    window.find(test_id("receive"))
    window.picture("5-reception")
    window.click(test_id("reports-open"))
    window.find(test_id("six-a"))
    window.picture("6-report")
    window.click(test_id("report-register"))
    window.find(test_id("register"))
    window.picture("7-register")
    window.click(test_id("queue-open"))
    window.find(test_id("row"))
    window.click(test_id("tick-all"))
    window.click(test_id("batch-open"))
    window.find(".offers", patience=60)
    window.picture("8-many-at-once")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", type=pathlib.Path, required=True, help="the program motcua")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of the desks")
    parser.add_argument("--pictures", type=pathlib.Path, required=True, help="folder for the pictures")
    parser.add_argument("--unit", default="000.00.03.H40")
    parser.add_argument("--user", default="stp.mc")
    parser.add_argument("--secret", default="motcua")
    parser.add_argument("--only-sign-in", action="store_true", help="stop at the first screen")
    options = parser.parse_args()
    options.pictures.mkdir(parents=True, exist_ok=True)
    window = Window(options.app.resolve(), ["--data", str(options.data.resolve())], options.pictures)
    try:
        if options.only_sign_in:
            window.find("main.gate")
            window.picture("1-sign-in")
        else:
            walk(window, options.unit, options.user, options.secret)
    finally:
        window.close()


if __name__ == "__main__":
    sys.exit(main())
