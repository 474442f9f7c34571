"""The sample people and documents: complete, right in form on any day, in words of our own."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workflows import letterhead
from workflows.authority.purposes import PURPOSES
from workflows.commands.register_person import checked_person
from workflows.commands.sign_in import SHORTEST_PASSWORD
from workflows.commands.submit_document import require_complete
from workflows.demo import samples
from workflows.demo.office import load_profile
from workflows.documents.check import check_format
from workflows.documents.content import Content
from workflows.documents.fonts import register_fonts
from workflows.settings import FONTS, ROOT
from workflows.signing.keys import check_pin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.demo.samples import Sample

DEMO = Path(samples.__file__).parent
ORGANISATIONS = (
    "thanh-hoa-2021",
    "thanh-hoa-2015",
    "binh-dinh-2021",
    "son-duong-2023",
    "ha-tinh-2020",
)
EVERY = [
    samples.sample(path.stem)
    for folder in ("documents", "desk")
    for path in sorted((DEMO / folder).glob("*.toml"))
]
#: Names of offices and phrases fixed by law; nobody's own sentence.
FIXED = (
    "vì sự tiến bộ của phụ nữ",
    "ban hành kèm theo quyết định này",
    "chịu trách nhiệm thi hành quyết định này",
    "chế độ thông tin báo cáo",
    "bạo lực trên cơ sở giới",
    "bình đẳng giới",
    "lao động thương binh và xã hội",
    "nông nghiệp và phát triển nông thôn",
    "giáo dục và đào tạo",
    "thông tin và truyền thông",
    "văn hóa thể thao và du lịch",
    "huyện thị xã thành phố",
    "ủy ban nhân dân",
    "sở ban ngành",
    "phường đông thọ",
)
SHINGLE = 8


def content_of(example: Sample, day: date) -> Content:
    purpose = PURPOSES[example.purpose]
    return Content.from_mapping(
        {
            "kind": purpose.base_kind,
            "purpose": purpose.key,
            "drafting_unit": example.unit,
            **example.content_on(day),
        }
    )


@pytest.mark.parametrize("example", EVERY, ids=lambda example: example.key)
@pytest.mark.parametrize(
    "day", [date(2026, 1, 2), date(2026, 6, 1), date(2027, 11, 30)], ids=date.isoformat
)
def test_every_document_is_complete_and_right_in_form(example: Sample, day: date) -> None:
    register_fonts(FONTS)
    profile = load_profile(example.organisation)
    content = content_of(example, day)
    require_complete(content)
    block = letterhead.signature_block(["TRƯỞNG BAN"], "PHÓ CHỦ TỊCH UBND TỈNH", "Lê Minh Tâm")
    issuer = letterhead.issuer_layout(profile, content.kind, content.drafting_unit)

    assert check_format(content, issuer, block) == ()
    assert "{" not in str(content.body)
    assert {addressee.code for addressee in content.addressees} <= set(profile.addressees)
    assert example.unit in {unit.code for unit in profile.units}


def test_a_document_names_only_days_that_fit_the_day_it_is_drafted() -> None:
    example = samples.sample("thong_bao_ket_luan")

    assert "Ngày 29/12/2025" in content_of(example, date(2026, 1, 2)).body
    # Three working days after the lunar new year of 2026.
    assert "23/02/2026" in content_of(example, date(2026, 1, 26)).body
    guidance = samples.sample("cong_van_huong_dan_nam_binh_dinh")
    assert "15/6/2026" in content_of(guidance, date(2026, 3, 2)).body
    assert "15/6/2027" in content_of(guidance, date(2026, 9, 1)).body


def test_the_run_issues_what_the_five_bodies_issue() -> None:
    run = samples.run_samples()

    assert len(run) >= 12
    assert {example.organisation for example in run} == set(ORGANISATIONS)
    assert {
        "quyet_dinh",
        "cong_van",
        "bao_cao_dinh_ky",
        "ke_hoach_kiem_tra",
        "to_trinh",
        "chuong_trinh_cong_tac_nam",
        "giay_moi",
        "thong_bao",
    } <= {example.purpose for example in run}
    assert [example.order for example in run] == list(range(1, len(run) + 1))


@pytest.mark.parametrize("key", ORGANISATIONS)
def test_every_role_of_the_process_is_filled_by_somebody_of_its_own(key: str) -> None:
    profile = load_profile(key)
    people = samples.sample_people(key)
    held = {person.post for person in people}
    posts = {post.key: post for post in profile.posts}

    assert held <= set(posts)
    assert {role for post in posts.values() for role in post.roles} == {
        role for post in held for role in posts[post].roles
    }
    assert {seal.keeper for seal in profile.seals} <= held
    assert {post.key for post in profile.posts if post.roles and post.signs} <= {
        person.post for person in people if not person.keyless
    }


def test_usernames_are_good_and_belong_to_one_person() -> None:
    people = [person for key in ORGANISATIONS for person in samples.sample_people(key)]
    names = [person.username for person in people]

    assert len(set(names)) == len(names)
    for person in people:
        checked = checked_person(person.username, person.full_name, f"{person.username}@x.vn")
        assert checked[:2] == (person.username, person.full_name)
    members = [p for p in samples.sample_people("thanh-hoa-2021") if p.post == "member"]
    assert len(members) >= 20


def test_the_password_and_the_pin_satisfy_the_rules() -> None:
    secrets = samples.sample_secrets()

    assert len(secrets.password) >= SHORTEST_PASSWORD
    check_pin(secrets.pin)


def test_no_sentence_comes_from_a_document_that_was_studied() -> None:
    studied = sorted(ROOT.parent.glob("*/seeds/*.txt"))
    if not studied:
        pytest.skip("the studied documents are not beside this checkout")
    known = {each for path in studied for each in shingles(path.read_text(encoding="utf-8"))}
    copied = {
        " ".join(each)
        for folder in ("documents", "desk")
        for path in (DEMO / folder).glob("*.toml")
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))
        for each in shingles(text)
        if each in known
    }

    assert copied == set()


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def shingles(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of eight words that crosses no fixed phrase, number or paragraph."""
    words = re.findall(r"[^\W_]+|\n\s*\n", unicodedata.normalize("NFC", text).lower())
    joined = " ".join("|" if not word.isalpha() else word for word in words)
    for phrase in FIXED:
        joined = joined.replace(phrase, "|")
    for part in joined.split("|"):
        run = part.split()
        for start in range(len(run) - SHINGLE + 1):
            yield tuple(run[start : start + SHINGLE])
