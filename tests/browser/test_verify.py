"""The page for verification in a real browser: the corpus that Python is run on, and everything around it."""

from pathlib import Path

from playwright.sync_api import Browser

from clausebook.certificates.document import Press
from clausebook.certificates.verify_page import verify_page
from clausebook.certificates.verify_reasons import VERDICTS
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates
from tests.browser.verify_site import (
    INDEX,
    INSECURE,
    PAGE,
    Site,
    enter,
    follow,
    forget,
    give_file,
    opened,
    outcome,
    reason,
    twin,
)
from tests.certificates.conftest import scheme
from tests.certificates.test_verify_genuine import FORM, ISSUER, issued, published
from tests.certificates.verify_cases import LI, NOBODYS, SCRIPT, files
from tests.certificates.verify_corpus import CORPUS
from tests.certificates.verify_issuer import ADDRESS, NOW


def test_every_case_has_the_reason_that_python_gives(browser: Browser) -> None:
    site = Site({})
    words = {"valid": "Valid", "invalid": "Not valid", "stale": "Cannot be decided now"}
    wrong = []
    with opened(browser, site) as page:
        for case in CORPUS:
            site.published = case.files
            found, shown = outcome(page, case)
            is_told = case.shows in shown and not (case.hides and case.hides in shown)
            word = "Number is valid" if case.reason == "listed" else words[VERDICTS[case.reason]]
            has_verdict = word in shown.splitlines()
            if found != case.reason or not is_told or not has_verdict:
                wrong.append((case.name, case.reason, found, is_told))
    assert wrong == []
    assert {address for address in site.asked if not address.startswith(ADDRESS)} == set()


def test_a_page_that_cannot_check_gives_no_verdict(browser: Browser) -> None:
    with opened(browser, Site(files()), INSECURE + "#" + LI.link.partition("#")[2]) as page:
        page.wait_for_selector(".cb-notice")
        assert "Open https://certificates.example.org/verify/" in page.inner_text(".cb-result")
        assert page.locator(".cb-verdict, .cb-signed, .cb-inputs").count() == 0
        assert "李小明" not in page.inner_text("body")


def test_a_browser_without_ed25519_gives_no_verdict(browser: Browser) -> None:
    with opened(browser, Site(files())) as page:
        refuse = "Promise.reject(new DOMException('', 'NotSupportedError'))"
        page.add_init_script(f"if (window.SubtleCrypto) SubtleCrypto.prototype.importKey = () => {refuse};")
        page.goto("about:blank")
        page.goto(LI.link)
        page.wait_for_selector(".cb-notice")
        assert "Chrome or Edge from 137" in page.inner_text(".cb-result")
        assert page.locator(".cb-verdict").count() == 0


def test_from_disk_without_any_request(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(INDEX)
    for name, content in files().items():
        (tmp_path / f"{name}.js").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.js").write_bytes(twin(name, content))
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.set_fixed_time(NOW)
    page.goto(f"{(tmp_path / 'index.html').as_uri()}#{LI.link.partition('#')[2]}")
    assert reason(page) == "genuine"
    give_file(page, LI.pdf)
    assert reason(page) == "genuine"
    assert "有效" in page.title()
    (tmp_path / "lists.jwt.js").write_text("clausebookList('lists.jwt', 5); clausebookList('keys.jwt', '');")
    enter(page, LI.serial)
    assert reason(page) == "no_lists"
    assert all(url.startswith("file:") for url in asked)
    context.close()


def test_a_certificate_as_it_is_really_issued(browser: Browser, tmp_path: Path) -> None:
    templates = Templates(packaged_templates())
    held = issued(Press(FORM, scheme(), templates), "欧阳雨桐", 1)
    (tmp_path / "index.html").write_bytes(verify_page(ISSUER, ("zh", "en"), templates).content)
    for name, content in published([held]).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.js").write_bytes(twin(name, content))
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(f"{(tmp_path / 'index.html').as_uri()}#{held.seal.link.partition('#')[2]}")
    assert reason(page) == "genuine"
    assert "欧阳雨桐" in page.inner_text(".cb-signed")
    give_file(page, held.file)
    assert reason(page) == "genuine"
    give_file(page, held.file + b"\n")
    assert reason(page) == "file_changed"
    context.close()


def test_only_lists_of_fixed_names_are_asked_for(browser: Browser) -> None:
    site = Site(files())
    with opened(browser, site) as page:
        for text in ("#../../evil", "#issued/../x", f"#{SCRIPT}", LI.serial, NOBODYS.link):
            enter(page, text)
            reason(page)
    names = {address.removeprefix(PAGE.removesuffix("verify/")).partition("?")[0] for address in site.asked}
    shards = {name for name in names if name.startswith("issued/")}
    status = {f"status/{purpose}.jwt.js" for purpose in ("revocation", "refresh")}
    assert names == {"", "keys.jwt.js", "lists.jwt.js", *status, *shards}
    assert shards
    assert all(len(name) == len("issued/00.json.js") for name in shards)


def test_a_new_fragment_is_checked_anew_and_stays(browser: Browser) -> None:
    site = Site(files())
    with opened(browser, site, LI.link) as page:
        assert reason(page) == "genuine"
        forget(page)
        page.evaluate("fragment => { location.hash = fragment; }", NOBODYS.link.partition("#")[2])
        assert reason(page) == "not_issued"
        assert page.url == NOBODYS.link
        assert "Nobody" in page.inner_text(".cb-signed")
        assert page.title().startswith("Not valid")
        site.published = files(revoked=(LI,))
        follow(page, LI.link)
        assert reason(page) == "revoked"


def test_the_highest_version_is_remembered(browser: Browser) -> None:
    site = Site(files(claims={"lists.jwt": {"version": 13}}))
    with opened(browser, site, LI.link) as page:
        assert reason(page) == "genuine"
        site.published = files()
        page.reload()
        assert reason(page) == "old_lists"


def test_a_browser_that_keeps_nothing(browser: Browser) -> None:
    with opened(browser, Site(files())) as page:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
        page.goto("about:blank")
        page.goto(LI.link)
        assert reason(page) == "genuine"


def test_a_dropped_file(browser: Browser) -> None:
    drop = """bytes => {
        const transfer = new DataTransfer();
        for (const name of ['a.pdf', 'b.pdf']) transfer.items.add(new File([new Uint8Array(bytes)], name));
        document.dispatchEvent(new DragEvent('dragover', {dataTransfer: transfer, cancelable: true}));
        document.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, cancelable: true}));
    }"""
    with opened(browser, Site(files())) as page:
        page.evaluate(drop, list(LI.pdf))
        assert reason(page) == "genuine"
        assert "to the last byte" in page.inner_text(".cb-verdict")
        assert "only a.pdf was checked" in page.inner_text(".cb-result")


def test_a_file_that_is_too_large_is_not_read(browser: Browser, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    with opened(browser, Site(files())) as page:
        page.set_input_files(".cb-file", large)
        assert reason(page) == "too_large"
