from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from workflows.authority.mapping import ProfileError
from workflows.authority.profile import OrganisationProfile
from workflows.authority.ruleset import Rules

FOLDER = Path(__file__).parents[3] / "bpmn" / "organisations"
FILES = sorted(FOLDER.glob("*.toml"))
ROLES = {
    "drafter",
    "drafting_unit_head",
    "format_checker",
    "secretariat",
    "standing_deputy",
    "chair",
    "vice_chairman",
    "chairman",
    "seal_keeper",
    "admin",
}


def plain(key: str = "thanh-hoa-2021") -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{key}.toml").read_text())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_reads_and_survives_a_round_trip(file: Path) -> None:
    profile = OrganisationProfile.from_toml(file.read_text(), file=file.name)
    assert profile.key == file.stem
    assert OrganisationProfile.from_mapping(profile.to_mapping()) == profile
    assert {role for post in profile.posts for role in post.roles} <= ROLES
    assert set(profile.addressees) == {
        "UBND_TINH",
        "CT_UBND_TINH",
        "TTTU",
        "UBQG",
        "SO_NGANH",
        "HUYEN",
        "THANH_VIEN",
        "NOI_BO",
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_states_every_rule(file: Path) -> None:
    stated = plain(file.stem)["rules"]
    assert set(stated) == set(Rules.__dataclass_fields__)


@pytest.mark.parametrize("key", ["thanh-hoa-2021", "thanh-hoa-2015", "binh-dinh-2021"])
def test_the_committees_keep_the_strict_defaults(key: str) -> None:
    assert OrganisationProfile.from_mapping(plain(key)).rules == Rules()


def test_the_five_bodies_are_there() -> None:
    assert {file.stem for file in FILES} == {
        "thanh-hoa-2021",
        "thanh-hoa-2015",
        "binh-dinh-2021",
        "son-duong-2023",
        "ha-tinh-2020",
    }


@pytest.mark.parametrize(
    ("key", "dates"),
    [
        ("thanh-hoa-2015", ["06-05", "12-01"]),
        ("binh-dinh-2021", ["06-15", "12-15"]),
        ("son-duong-2023", ["06-05", "12-05"]),
        ("ha-tinh-2020", ["06-10", "11-10"]),
        ("thanh-hoa-2021", ["", "", ""]),
    ],
)
def test_reports_are_due_before_the_day_each_body_set(key: str, dates: list[str]) -> None:
    reports = OrganisationProfile.from_mapping(plain(key)).reports
    assert [report.due for report in reports] == dates
    assert not any(report.inclusive for report in reports)


def test_members_report_ten_days_before_the_meeting() -> None:
    report = OrganisationProfile.from_mapping(plain()).reports[0]
    assert (report.kind, report.days_before_meeting) == ("bao_cao_thanh_vien", 10)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("rules", "absense_opens"), "none", r"rules\.absense_opens.*không có khóa này"),
        (("rules", "absence_opens"), "all", r"rules\.absence_opens.*six_kinds, none"),
        (("rules", "vote", "days"), "5", r"rules\.vote\.days.*số nguyên"),
        (("rules", "vote", "days"), True, r"rules\.vote\.days.*số nguyên"),
        (("rules", "superior_bodies"), ["TINH_UY"], r"superior_bodies.*TINH_UY"),
        (("rules", "delegable_kinds"), ["cong_vann"], r"delegable_kinds.*cong_vann"),
        (("posts", 0, "titel"), "x", r"posts\[0\]\.titel"),
        (("posts", 1, "key"), "chair", r"posts.*“chair” bị trùng"),
        (("seals", 0, "keeper"), "nobody", r"seals\.keeper.*nobody"),
        (("reports", 0, "due"), "31-06", r"reports\.due"),
        (("calendar", "closes_at"), "5 giờ", r"calendar\.closes_at"),
        (("valid_from",), "hôm nay", r"valid_from.*NĂM-THÁNG-NGÀY"),
        (("letterhead",), "UBND", r"letterhead.*bảng"),
        (("seal_rules",), {"post": "chair"}, r"seal_rules.*danh sách"),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_key(
    path: tuple[Any, ...], value: object, key: str
) -> None:
    mapping = plain()
    place: Any = mapping
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ProfileError, match=rf"“to-chuc\.toml”.*{key}"):
        OrganisationProfile.from_mapping(mapping, file="to-chuc.toml")


def test_a_missing_key_and_bad_toml_are_refused() -> None:
    mapping = plain()
    del mapping["letterhead"]["place"]
    with pytest.raises(ProfileError, match=r"letterhead\.place.*thiếu"):
        OrganisationProfile.from_mapping(mapping)
    with pytest.raises(ProfileError, match="sai cú pháp TOML"):
        OrganisationProfile.from_toml("key = ", file="x.toml")


def test_dates_may_be_written_as_text_as_json_has_them() -> None:
    mapping = plain() | {"valid_from": "2021-06-01"}
    profile = OrganisationProfile.from_mapping(mapping)
    assert str(profile.valid_from) == "2021-06-01"
