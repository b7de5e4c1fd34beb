"""The forms of a report in the programs that open them: a real Chromium without network or Chinese font, LibreOffice, poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.image import imread

from sim.report.compose import compose
from sim.report.document import Document, Paragraph, Picture
from sim.report.forms import write_forms
from sim.report.gather import Asked, gather
from sim.report.page import WIDE
from sim.report.wording import carried
from sim.scenario.load import load
from sim.study.plan import line_up
from tests.end_to_end.browser import Browser
from tests.promised import missing
from tests.unit.documents import TRAPS, demo, hostile

pytestmark = pytest.mark.long

PACKAGES = {"chromium": "chromium", "soffice": "libreoffice-writer-nogui", "pdftotext": "poppler-utils", "pdftoppm": "poppler-utils"}
"""Programs and the Debian packages they come with; .ci/run installs them."""


def program(name: str) -> str:
    """Where the program is; without it the test fails where it is promised (CI) and is skipped elsewhere."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed (Debian: {PACKAGES[name]})")
    return str(found)


def write(folder: Path, name: str) -> Path:
    """One form of zh and en and, in a folder of its own, hostile."""
    for document, room in ((demo("zh"), folder), (demo("en"), folder), (hostile("zh"), folder / "hostile")):
        write_forms(document, room, (name,))
    return folder


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages."""
    return write(tmp_path_factory.mktemp("社区 report"), "html")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(program("chromium"), tmp_path_factory.mktemp("browser"), Path(mpl.get_data_path()) / "fonts" / "ttf") as running:
        yield running


def pages(pdf: Path) -> list[str]:
    """The text of each page, without spaces."""
    done = subprocess.run([program("pdftotext"), "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True)
    return [squeezed(page) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u200b\u2060\ufe0f\u200d]", "", text)


def front_stays_alone(document: Document, found: list[str]) -> bool:
    """Whether page one holds all of the front, and page two begins with the contents."""
    front = [one for one in document.sections if one.part == "front"]
    said = [block.text for one in front for block in one.blocks if isinstance(block, Paragraph)]
    said += [table.note for table in document.tables[:1]] + [row[0].text for row in document.tables[0].rows]
    return all(squeezed(text) in found[0] for text in said) and found[1].startswith({"zh": "目录", "en": "Contents"}[document.lang])


def test_the_page_brings_its_chinese_and_asks_for_nothing(written: Path, browser: Browser) -> None:
    browser.complaints.clear()
    for name in ("report-zh.html", "report-en.html"):
        browser.asked.clear()
        browser.open(written / name)
        assert [url for url in browser.asked if not url.startswith("data:font/woff;base64,")] == [(written / name).as_uri()]
        used = browser.fonts("body *")
        others = sum(count for family, brought, count in used if (family, brought) != ("Noto Sans SC", True))
        assert sum(count for _, _, count in used) - others > 500
        text = browser.value("document.body.innerText")
        assert others <= (sum(text.count(sign) for sign in WIDE) if "-en" in name else 0)  # an English page takes the signs that are wide in Chinese from the reader
    assert not browser.complaints
    bare = written / "bare.html"
    bare.write_text(re.sub(r"base64,[^)]*", "base64,", (written / "report-zh.html").read_text("utf-8"), count=1), "utf-8")
    browser.open(bare)
    assert not any(brought for _, brought, _ in browser.fonts("h1"))  # else the test would see nothing


def test_a_real_report_opens_offline_and_its_answer_fits_a_page(browser: Browser, tmp_path: Path) -> None:
    @contextmanager
    def unwatched(name: str) -> Iterator[None]:
        yield None

    options = [load(name, overrides=["place.residents=400", "run.days=40", "run.follow_up_days=20"]) for name in ("longhua-before", "longhua")]
    evidence = gather(line_up(options, 2, 1), Asked(further=False), unwatched)
    for lang in ("zh", "en"):
        document = compose(evidence, lang)
        page = write_forms(document, tmp_path, ("html",))[0]
        browser.asked.clear()
        browser.complaints.clear()
        browser.open(page)
        assert [url for url in browser.asked if not url.startswith("data:")] == [page.as_uri()] and not browser.complaints
        pictures = sum(isinstance(block, Picture) for block in document.blocks())
        assert browser.value("document.querySelectorAll('svg').length") == pictures > 5
        assert browser.value("[...document.querySelectorAll('svg use')].every(one => document.getElementById(one.getAttribute('xlink:href').slice(1)))")
        if lang == "zh":
            assert {(family, brought) for family, brought, _ in browser.fonts("body *")} == {("Noto Sans SC", True)}
        (tmp_path / "print.pdf").write_bytes(browser.printed())
        assert front_stays_alone(document, pages(tmp_path / "print.pdf"))


def test_the_page_fits_a_phone_and_a_desk(written: Path, browser: Browser) -> None:
    for name in ("report-zh.html", "report-en.html", "hostile/report-zh.html"):
        for width in (390, 1280):
            browser.open(written / name, width)
            assert browser.value("document.documentElement.scrollWidth") <= width, (name, width)
            assert browser.value("document.querySelectorAll('svg').length") == 2
            assert browser.value("[...document.querySelectorAll('svg')].every(one => one.getBoundingClientRect().width > 250)")
    side_by_side = "[...document.querySelectorAll('.life')].slice(0, 2).map(one => one.getBoundingClientRect().top)"
    browser.open(written / "report-zh.html", 1280)
    assert len(set(browser.value(side_by_side))) == 1
    browser.open(written / "report-zh.html", 390)
    assert len(set(browser.value(side_by_side))) == 2


def test_nothing_in_a_title_acts_in_the_browser(written: Path, browser: Browser) -> None:
    browser.asked.clear()
    browser.complaints.clear()
    browser.open(written / "hostile" / "report-zh.html")
    assert browser.value("document.scripts.length") == 0
    assert browser.value("document.title") == re.sub(" +", " ", carried(" ".join(TRAPS)))
    assert browser.value("document.querySelector('h1').textContent") == carried(" ".join(TRAPS))
    assert browser.value("document.querySelectorAll('b, script, img, iframe').length") == 0
    assert not [url for url in browser.asked if url.startswith("http")] and not browser.complaints


def test_the_printed_page_begins_with_page_one(written: Path, browser: Browser, tmp_path: Path) -> None:
    for document in (demo("zh"), demo("en")):
        browser.open(written / f"report-{document.lang}.html")
        printed = tmp_path / f"{document.lang}.pdf"
        printed.write_bytes(browser.printed())
        found = pages(printed)
        assert front_stays_alone(document, found)
        assert 4 <= len(found) <= 7


def test_libreoffice_opens_every_letter(tmp_path: Path) -> None:
    written = write(tmp_path / "written", "docx")
    for document in (demo("zh"), demo("en")):
        write_forms(document, written / "gongwen", ("docx",), "gongwen")
    (tmp_path / "in").mkdir()
    for folder in ("", "gongwen", "hostile"):
        for file in (written / folder).glob("*.docx"):
            shutil.copy(file, tmp_path / "in" / f"{folder}{file.name}")
    words = [program("soffice"), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*words, *map(str, sorted((tmp_path / "in").iterdir()))], capture_output=True, check=True, timeout=120)
    found = {file.stem: pages(file) for file in tmp_path.glob("*.pdf")}
    assert len(found) == 5
    for document in (demo("zh"), demo("en")):
        assert front_stays_alone(document, found[f"report-{document.lang}"])
        for folder in ("", "gongwen"):
            everything = "".join(found[f"{folder}report-{document.lang}"])
            assert all(squeezed(section.title) in everything for section in document.sections)
            assert all(squeezed(cell.text) in everything for table in document.tables for row in table.rows for cell in row if not cell.values)
    assert all(squeezed(trap) in "".join(found["hostilereport-zh"]) for trap in (TRAPS[0], *TRAPS[1:7]))
    assert "—1—" in found["gongwenreport-zh"][0] and "1/" in found["report-zh"][0]


def test_the_print_is_read_as_text_and_seen_as_ink(tmp_path: Path) -> None:
    written = write(tmp_path / "written", "pdf")
    for document in (demo("zh"), demo("en")):
        path = written / f"report-{document.lang}.pdf"
        found = pages(path)
        assert front_stays_alone(document, found)
        everything = "".join(found)
        assert all(squeezed(cell.text) in everything for table in document.tables for row in table.rows for cell in row if cell.values)
        subprocess.run([program("pdftoppm"), "-png", "-r", "40", str(path), str(tmp_path / document.lang)], check=True)
        pictures = sorted(tmp_path.glob(f"{document.lang}-*.png"))
        assert len(pictures) == len(found) >= 4
        assert all(0.01 < float((imread(one)[..., :3].mean(axis=2) < 0.8).mean()) < 0.4 for one in pictures)
    hostile_text = "".join(pages(written / "hostile" / "report-zh.pdf"))
    assert all(squeezed(trap) in hostile_text for trap in TRAPS[:7])
