"""The page for verification as it is published, and what people do with it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

from clausebook.certificates.verify_page import verify_page
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates
from tests.certificates.verify_cases import Case, trusted
from tests.certificates.verify_issuer import ADDRESS, NOW, Files, issuer

PAGE = f"{ADDRESS}verify/"
INSECURE = "http://intranet.example.org/verify/"
INDEX = verify_page(issuer(), ("en", "zh"), Templates(packaged_templates())).content


def twin(name: str, content: bytes) -> bytes:
    """The script that hands a file over."""
    return f"clausebookList({json.dumps(name)}, {json.dumps(content.decode('utf-8', 'replace'))});".encode()


class Site:
    """What is published, and what has been asked for."""

    def __init__(self, published: Files) -> None:
        self.published = published
        self.asked: list[str] = []

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        name = address.path.removeprefix("/verify/")
        self.asked.append(f"{address.scheme}://{address.netloc}/{name}")
        if not name:
            route.fulfill(body=INDEX, content_type="text/html; charset=utf-8")
        elif name.removesuffix(".js") in self.published:
            listed = name.removesuffix(".js")
            route.fulfill(body=twin(listed, self.published[listed]), content_type="text/javascript")
        else:
            route.fulfill(status=404, body="")


@contextmanager
def opened(browser: Browser, site: Site, address: str = PAGE, **options: Any) -> Iterator[Page]:
    """The page on a day of its own, in English unless `options` say otherwise; script errors fail the test."""
    context: BrowserContext = browser.new_context(**{"locale": "en-GB", "timezone_id": "UTC"} | options)
    context.route("**/*", site.answer)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    yield page
    assert page.evaluate("window.hit") is None
    context.close()
    assert errors == []


def forget(page: Page) -> None:
    """Take the last result away, so that the next one can be waited for."""
    page.evaluate("document.querySelectorAll('.cb-verdict').forEach(verdict => verdict.remove())")


def reason(page: Page) -> str:
    found = page.wait_for_selector(".cb-verdict")
    assert found
    return found.get_attribute("data-reason") or ""


def give_file(page: Page, content: bytes, name: str = "certificate.pdf") -> None:
    forget(page)
    page.set_input_files(".cb-file", [{"name": name, "mimeType": "application/pdf", "buffer": content}])


def enter(page: Page, text: str) -> None:
    forget(page)
    page.fill(".cb-box", text)
    page.press(".cb-box", "Enter")


def follow(page: Page, link: str) -> None:
    forget(page)
    fragment = link.partition("#")[2]
    move = "fragment => { history.replaceState(null, '', location.pathname); location.hash = fragment; }"
    page.evaluate(move, fragment)


GIVE = """([fragment, text, file, kept]) => new Promise(resolve => {
    localStorage.setItem(kept.name, kept.value);
    document.querySelectorAll('.cb-verdict').forEach(verdict => verdict.remove());
    const observer = new MutationObserver(() => {
        const verdict = document.querySelector('.cb-verdict');
        if (!verdict) return;
        observer.disconnect();
        resolve([verdict.dataset.reason, document.querySelector('.cb-result').innerText]);
    });
    observer.observe(document.body, {childList: true, subtree: true});
    if (file !== null) {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(file), byte => byte.charCodeAt(0))], 'certificate.pdf'));
        const input = document.querySelector('.cb-file');
        input.files = transfer.files;
        input.dispatchEvent(new Event('change'));
    } else if (fragment !== null) {
        history.replaceState(null, '', location.pathname);
        location.hash = fragment;
    } else {
        const box = document.querySelector('.cb-box');
        box.value = text;
        box.form.requestSubmit();
    }
})"""


def outcome(page: Page, case: Case) -> tuple[str, str]:
    """The reason that the page gives, and all that it shows, in one round trip."""
    kept = {"name": f"clausebook-verify:{ADDRESS}", "value": json.dumps(trusted(case))}
    fragment = text = file = None
    if isinstance(case.given, bytes):
        file = b64encode(case.given).decode()
    elif case.given.count("#") == 1:
        fragment = case.given.partition("#")[2]
    else:
        text = case.given
    reason, shown = page.evaluate(GIVE, [fragment, text, file, kept])
    return str(reason), str(shown)
