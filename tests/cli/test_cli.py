"""The command line as scripts call it: keys, exit codes, JSON alone on standard output."""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.acting import LETTER
from tests.cli.running import refused, run, run_here
from workflows import stored_files
from workflows.demo.journey import submit, walk
from workflows.settings import BPMN

if TYPE_CHECKING:
    from pathlib import Path

    from workflows.demo.office import Office

DIAGRAM = BPMN / "processes" / "van_ban_ban" / "van_ban_ban.bpmn"
ASK = ["authority", "explain", "--org", "thanh-hoa-2021", "--kind", "cong_van"]
ASK_LETTER = [*ASK, "--to", "HUYEN", "--at", "2021-06-01", "--json"]
DELEGATION = {
    "kinds": ["cong_van"],
    "from": "2021-01-01",
    "to": "2021-12-31",
    "year": None,
    "amount": None,
    "revoked_at": None,
}


# --- authority explain ----------------------------------------------------------------------


def test_explain_answers_who_may_sign_and_who_not() -> None:
    done = run(*ASK_LETTER)
    answer = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert set(answer) == {"may_sign", "refused", "vote_required"}
    (chair,) = answer["may_sign"]
    assert set(chair) == {"post", "form", "seal", "article", "because"}
    assert (chair["post"], chair["seal"]) == ("chair", "UBND_TINH")
    assert chair["form"] == ["TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND TỈNH"]
    assert [set(each) for each in answer["refused"]] == [{"post", "article", "because"}] * 2
    assert answer["vote_required"] is False


@pytest.mark.parametrize(
    ("delegation", "deputy"),
    [
        (DELEGATION, True),
        ([DELEGATION], True),
        (DELEGATION | {"kinds": ["huong_dan"]}, False),
        (DELEGATION | {"to": "2021-05-31"}, False),
        (DELEGATION | {"from": "2021-06-02"}, False),
        (DELEGATION | {"revoked_at": "2021-05-30T10:00:00+07:00"}, False),
        (DELEGATION | {"revoked_at": "2021-06-30T10:00:00+07:00"}, True),
    ],
)
def test_explain_reads_a_delegation_file(tmp_path: Path, delegation: Any, *, deputy: bool) -> None:
    file = tmp_path / "uy-quyen.json"
    file.write_text(json.dumps(delegation), encoding="utf-8")
    answer = json.loads(run_here(*ASK_LETTER, "--delegation", file).stdout)

    posts = {each["post"]: each for each in answer["may_sign"]}
    assert ("standing_deputy" in posts) is deputy
    if deputy:
        assert posts["standing_deputy"]["seal"] == "SO_LDTBXH"
        assert posts["standing_deputy"]["form"][0] == "KT. TRƯỞNG BAN"


@pytest.mark.parametrize(
    ("org", "kind", "to", "options", "signers", "vote"),
    [
        ("thanh-hoa-2021", "quyet_dinh", "NOI_BO", [], {"chair"}, False),
        ("thanh-hoa-2021", "ke_hoach_nam", "NOI_BO", ["--vote", "none"], set(), True),
        (
            "thanh-hoa-2021",
            "cong_van",
            "HUYEN",
            ["--absence-of", "chair"],
            {"standing_deputy"},
            False,
        ),
        ("thanh-hoa-2021", "to_trinh", "UBND_TINH", ["--vote", "passed"], {"chair"}, True),
        ("son-duong-2023", "cong_van", "HUYEN", [], {"chairman", "vice_chairman"}, False),
        ("ha-tinh-2020", "cong_van", "HUYEN", [], {"chairman", "vice_chairman"}, False),
        ("binh-dinh-2021", "cong_van", "HUYEN", [], {"chair"}, False),
        ("thanh-hoa-2015", "cong_van", "HUYEN", [], {"chair"}, False),
    ],
)
def test_explain_knows_all_five_bodies(
    org: str, kind: str, to: str, options: list[str], signers: set[str], *, vote: bool
) -> None:
    done = run_here(
        *["authority", "explain", "--org", org, "--kind", kind, "--to", to],
        *["--at", "2023-06-01", "--json", *options],
    )
    answer = json.loads(done.stdout)
    assert {each["post"] for each in answer["may_sign"]} == signers
    assert answer["vote_required"] is vote


def test_explain_without_json_is_for_reading() -> None:
    done = run_here(*ASK_LETTER[:-1])

    assert done.returncode == 0
    assert "+ chair" in done.stdout
    assert "- standing_deputy" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--org", "thanh-hoa", "--kind", "cong_van", "--to", "HUYEN", "--at", "2021-06-01"],
            "thanh-hoa-2021",
        ),
        (
            ["--org", "../../etc", "--kind", "cong_van", "--to", "HUYEN", "--at", "2021-06-01"],
            "../../etc",
        ),
        (
            ["--org", "thanh-hoa-2021", "--kind", "thu", "--to", "HUYEN", "--at", "2021-06-01"],
            "cong_van",
        ),
        (
            ["--org", "thanh-hoa-2021", "--kind", "cong_van", "--to", "XA", "--at", "2021-06-01"],
            "HUYEN",
        ),
        (
            [
                "--org",
                "thanh-hoa-2021",
                "--kind",
                "cong_van",
                "--to",
                "HUYEN",
                "--at",
                "01/06/2021",
            ],
            "2021-06-01",
        ),
        (
            [
                "--org",
                "thanh-hoa-2021",
                "--kind",
                "cong_van",
                "--to",
                "HUYEN",
                "--at",
                "2021-02-30",
            ],
            "2021-02-30",
        ),
        (["--org", "thanh-hoa-2021", "--kind", "cong_van", "--at", "2021-06-01"], "--to"),
        (["--kind", "cong_van", "--to", "HUYEN", "--at", "2021-06-01"], "--org"),
        ([*ASK[2:], "--to", "HUYEN", "--at", "2021-06-01", "--vote", "maybe"], "maybe"),
        ([*ASK[2:], "--to", "HUYEN", "--at", "2021-06-01", "--amount", "nhiều"], "amount"),
        ([*ASK[2:], "--to", "HUYEN", "--at", "2021-06-01", "--amount=-5"], "-5"),
        ([*ASK[2:], "--to", "HUYEN", "--at", "2021-06-01", "--absence-of", "vua"], "vua"),
        (
            [*ASK[2:], "--to", "HUYEN", "--at", "2021-06-01", "--delegation", "không-có.json"],
            "không-có.json",
        ),
        ([*ASK[2:], "--to", "HUYEN", "--at", "2021-06-01", "--unknown"], "--unknown"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(arguments: list[str], told: str) -> None:
    assert told in refused("authority", "explain", *arguments, "--json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe\x80 binary",
        b"{",
        b"[]]",
        b"3",
        b'"none"',
        b"[[]]",
        b"[" * 100_000,
        b'{"kinds": "cong_van", "from": "2021-01-01", "to": "2021-12-31"}',
        b'{"kinds": ["thu"], "from": "2021-01-01", "to": "2021-12-31"}',
        b'{"kinds": ["cong_van"], "from": "01/01/2021", "to": "2021-12-31"}',
        b'{"kinds": ["cong_van"], "from": "2021-12-31", "to": "2021-01-01"}',
        b'{"kinds": ["cong_van"], "from": "2021-01-01", "to": "2021-12-31", "amount": "x"}',
        b'{"kinds": ["cong_van"], "from": "2021-01-01", "to": "2021-12-31", "revoked_at": 5}',
        b'{"kinds": ["cong_van"], "from": "2021-01-01", "to": "2021-12-31", "khac": 1}',
        b'{"kinds": [["cong_van"]], "from": {}, "to": []}',
        b'{"kinds": ["cong_van"], "from": 20210101, "to": "2021-12-31"}',
        b'{"kinds": ["cong_van"], "from": "2021-01-01", "to": "2021-12-31", "post": ["chair"]}',
    ],
)
def test_a_delegation_file_that_is_none_is_told_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "uy-quyen.json"
    file.write_bytes(content)
    done = run_here(*ASK_LETTER, "--delegation", file)

    assert (done.returncode, done.stdout) == (2, "")
    assert "“delegation" in done.stderr or "Không đọc được" in done.stderr


@pytest.mark.parametrize("day", ["20210601", "2021-W22-2", "2021-06-01x", "٢٠٢١-٠٦-٠١"])
def test_a_day_is_written_in_one_way(day: str) -> None:
    assert day in refused(*ASK, "--to", "HUYEN", "--at", day, "--json")


def test_json_is_utf_8_whatever_the_terminal_speaks() -> None:
    done = run(*ASK_LETTER, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "TRƯỞNG BAN" in done.stdout


def test_what_nobody_foresaw_is_not_the_answer_no(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError

    monkeypatch.setattr("webapp.cli.authority.explain_from_files", fail)
    assert "KeyError" in refused(*ASK_LETTER)


def test_a_folder_is_no_delegation_file(tmp_path: Path) -> None:
    assert "Không đọc được" in refused(*ASK_LETTER, "--delegation", tmp_path)


# --- process lint ---------------------------------------------------------------------------


def test_lint_prints_one_object_a_line_and_says_yes() -> None:
    tables = sorted((BPMN / "decisions").glob("*.dmn"))
    done = run("process", "lint", DIAGRAM, *tables, "--json")
    reports = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stdout
    assert [set(report) for report in reports] == [{"file", "ok", "deployable", "problems"}] * (
        1 + len(tables)
    )
    assert reports[0]["file"] == str(DIAGRAM)
    assert all(report["ok"] and report["deployable"] for report in reports)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"<a><b></a>",
        b"not xml",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        DIAGRAM.read_bytes()[:5000],
        DIAGRAM.read_bytes().replace(
            b"</bpmn:process>", b'<bpmn:scriptTask id="s"/></bpmn:process>'
        ),
    ],
)
def test_lint_says_no_to_any_other_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "quy trình.bpmn"
    file.write_bytes(content)
    done = run_here("process", "lint", file, DIAGRAM, "--json")
    bad, good = (json.loads(line) for line in done.stdout.splitlines())

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "root:" not in done.stdout
    assert not bad["deployable"]
    assert bad["problems"]
    for problem in bad["problems"]:
        assert {"element", "code", "message", "line"} <= set(problem)
    assert good["ok"]


def test_lint_of_a_missing_file_or_of_nothing() -> None:
    done = run_here("process", "lint", "khong-co.bpmn", "--json")
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    refused("process", "lint", "--json")


def test_a_name_that_is_no_text_is_given_back_as_it_came(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xff.bpmn")
    file.write_bytes(DIAGRAM.read_bytes())
    done = run("process", "lint", file, "--json")
    assert json.loads(done.stdout)["file"] == str(file)


def test_the_shell_sees_the_answer_no(tmp_path: Path) -> None:
    file = tmp_path / "x.bpmn"
    file.write_bytes(b"<x/>")
    lint, verify = run("process", "lint", file), run("pdf", "verify", file, "--json")

    assert (lint.returncode, lint.stdout) == (1, "")
    assert "chưa triển khai được" in lint.stderr
    assert verify.returncode == 1
    assert json.loads(verify.stdout)["valid"] is False


# --- pdf verify -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def issued(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issued letter beside the certificates that it was signed with."""
    document = walk(office, submit(office, "cong_van", LETTER))
    folder = tmp_path_factory.mktemp("pdf")
    with office.services.database.session() as session:
        (folder / "cong-van.pdf").write_bytes(stored_files.fetch(session, document.file_sha256))
    # Whoever checks a file has no key and no secret.
    (folder / "certificates").mkdir()
    shutil.copy(
        office.services.settings.data / "certificates/authority.pem", folder / "certificates"
    )
    return folder


def test_verify_says_who_signed_as_what(issued: Path) -> None:
    file = issued / "cong-van.pdf"
    done = run("pdf", "verify", file, "--json", "--data", issued)
    answer = json.loads(done.stdout)

    assert done.returncode == 0
    assert set(answer) == {"file", "valid", "signatures", "problems"}
    assert (answer["file"], answer["valid"], answer["problems"]) == (str(file), True, [])
    person, seal = answer["signatures"]
    assert set(person) >= {
        "field",
        "kind",
        "signer",
        "capacity",
        "signed_at",
        "valid",
        "changed_after",
    }
    assert (person["kind"], person["signer"], person["valid"]) == ("person", "Lê Minh Tâm", True)
    assert person["changed_after"] == "form_filling"
    assert (seal["kind"], seal["valid"], seal["changed_after"]) == ("seal", True, "none")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", person["signed_at"])


@pytest.mark.parametrize("change", ["byte", "cut", "more", "none", "other", "empty"])
def test_verify_says_no_to_any_other_file(issued: Path, tmp_path: Path, change: str) -> None:
    pdf = (issued / "cong-van.pdf").read_bytes()
    changed = {
        "byte": pdf[:3000] + bytes([pdf[3000] ^ 1]) + pdf[3001:],
        "cut": pdf[: len(pdf) // 2],
        "more": pdf + b"\n%more",
        "none": b"%PDF-1.7\n%%EOF",
        "other": b"GIF89a" + bytes(500),
        "empty": b"",
    }[change]
    file = tmp_path / "x.pdf"
    file.write_bytes(changed)
    done = run_here("pdf", "verify", file, "--json", "--data", issued)
    answer = json.loads(done.stdout)

    assert done.returncode == 1
    assert answer["valid"] is False
    assert answer["problems"]
    assert all(set(each) == {"code", "message"} for each in answer["problems"])
    assert "Traceback" not in done.stderr


def test_verify_tells_of_a_change_in_words_alone(issued: Path, tmp_path: Path) -> None:
    pdf = (issued / "cong-van.pdf").read_bytes()
    style = pdf.rindex(b"/DA")
    file = tmp_path / "x.pdf"
    file.write_bytes(pdf[:style] + b"/XX" + pdf[style + 3 :])
    done = run("pdf", "verify", file, "--json", "--data", issued)
    codes = [each["code"] for each in json.loads(done.stdout)["problems"]]
    assert (codes, done.stderr) == (["changed_after_signing", "content_altered"], "")


def test_verify_trusts_nothing_without_certificates(issued: Path, tmp_path: Path) -> None:
    done = run("pdf", "verify", issued / "cong-van.pdf", "--json", "--data", tmp_path / "trống")

    assert done.returncode == 1
    assert not (tmp_path / "trống").exists()
    assert json.loads(done.stdout)["valid"] is False
    assert "Chưa có bộ chứng thư" in done.stderr


def test_verify_of_no_file(tmp_path: Path) -> None:
    refused("pdf", "verify", tmp_path / "khong-co.pdf", "--json")
    refused("pdf", "verify", tmp_path, "--json")
    os.mkfifo(tmp_path / "pipe.pdf")
    refused("pdf", "verify", tmp_path / "pipe.pdf", "--json")
    refused("pdf", "verify", "--json")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["authority", "--help"], ["process", "-h"]])
def test_help_is_in_vietnamese_and_needs_no_database(arguments: list[str]) -> None:
    done = run_here(*arguments)
    assert "Traceback" not in done.stderr
    assert any(letter in done.stdout + done.stderr for letter in "ạảấầẩậắểễệịọốồổộờợụứừửữ")


@pytest.mark.parametrize("arguments", [["khong-co"], ["authority", "khong-co"], ["--khong-co"]])
def test_an_unknown_command_is_wrong_use(arguments: list[str]) -> None:
    refused(*arguments)
