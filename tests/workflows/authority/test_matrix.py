"""The signing matrix, row by row: who may sign, and whether a vote comes first."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.authority.purposes import PURPOSES

SUPERIOR = ("UBND_TINH", "CT_UBND_TINH", "TTTU", "UBQG")
BOTH, CHAIR, DEPUTY, NOBODY = "chair+deputy", "chair", "deputy", ""

# row of the matrix, kind, addressees, vote required, who may sign once everything is in order
# (vote passed, delegation naming the kind, its year and a ceiling)
GOLDEN: list[tuple[int, str, tuple[str, ...], bool, str]] = [
    (1, "ke_hoach_nam", ("THANH_VIEN",), True, CHAIR),
    (1, "ke_hoach_nam", ("SO_NGANH", "HUYEN"), True, CHAIR),
    (1, "ke_hoach_nam", ("HUYEN", "UBND_TINH"), True, CHAIR),
    (2, "chuong_trinh_cong_tac_nam", ("THANH_VIEN",), True, BOTH),
    (2, "chuong_trinh_cong_tac_nam", ("HUYEN", "SO_NGANH"), True, BOTH),
    (2, "chuong_trinh_cong_tac_nam", ("UBND_TINH",), True, CHAIR),
    (3, "to_trinh", ("CT_UBND_TINH",), True, CHAIR),
    (3, "ke_hoach_hanh_dong", ("CT_UBND_TINH",), True, NOBODY),
    (4, "cong_van", ("HUYEN",), False, BOTH),
    (4, "cong_van", ("SO_NGANH",), False, BOTH),
    (4, "cong_van", ("THANH_VIEN",), False, BOTH),
    (4, "cong_van", ("NOI_BO",), False, BOTH),
    *((5, "cong_van", (code,), False, CHAIR) for code in SUPERIOR),
    (5, "cong_van", ("HUYEN", "TTTU"), False, CHAIR),
    (6, "huong_dan_to_chuc", ("HUYEN",), True, BOTH),
    (6, "huong_dan_to_chuc", ("SO_NGANH",), True, BOTH),
    (6, "huong_dan_to_chuc", ("UBQG", "HUYEN"), True, CHAIR),
    (7, "huong_dan", ("HUYEN",), False, BOTH),
    (7, "huong_dan", ("SO_NGANH", "HUYEN"), False, BOTH),
    (7, "huong_dan", ("UBND_TINH",), False, CHAIR),
    *((8, "bao_cao_dinh_ky", (code,), True, CHAIR) for code in SUPERIOR),
    (8, "bao_cao_dinh_ky", ("THANH_VIEN", "UBQG"), True, CHAIR),
    (9, "bao_cao_dinh_ky", ("THANH_VIEN",), False, BOTH),
    (9, "bao_cao_dinh_ky", ("SO_NGANH", "HUYEN"), False, BOTH),
    *((10, "bao_cao_dot_xuat", (code,), True, CHAIR) for code in SUPERIOR),
    (10, "bao_cao_dot_xuat", ("THANH_VIEN",), False, CHAIR),
    (10, "bao_cao_dot_xuat", ("SO_NGANH",), False, CHAIR),
    (11, "ke_hoach_kiem_tra", ("SO_NGANH", "HUYEN"), False, BOTH),
    (11, "ke_hoach_kiem_tra", ("THANH_VIEN",), False, BOTH),
    (11, "ke_hoach_kiem_tra", ("UBND_TINH",), False, CHAIR),
    (12, "bao_cao_doan_kiem_tra", ("NOI_BO",), False, NOBODY),
    (13, "bao_cao_kiem_tra", ("UBND_TINH", "UBQG"), True, CHAIR),
    (13, "bao_cao_kiem_tra", ("THANH_VIEN",), True, CHAIR),
    (14, "bao_cao_thanh_vien", ("NOI_BO",), False, NOBODY),
    *((15, "to_trinh", (code,), True, CHAIR) for code in SUPERIOR),
    (15, "to_trinh", ("SO_NGANH",), False, CHAIR),
    (16, "to_trinh_so", ("NOI_BO",), False, NOBODY),
    (17, "quyet_dinh", ("SO_NGANH", "HUYEN"), False, CHAIR),
    (17, "quyet_dinh", ("THANH_VIEN",), False, CHAIR),
    (17, "quy_che", ("THANH_VIEN",), True, CHAIR),
    (18, "kien_toan", ("CT_UBND_TINH",), False, NOBODY),
    (19, "du_toan", ("UBND_TINH",), True, CHAIR),
    (19, "du_toan", ("SO_NGANH",), True, CHAIR),
    (20, "duyet_chi", ("NOI_BO",), False, BOTH),
    (21, "bao_cao_thu_chi", ("THANH_VIEN",), False, BOTH),
    (21, "bao_cao_thu_chi", ("UBND_TINH",), True, CHAIR),
    (22, "de_nghi_khen_thuong", ("UBND_TINH",), True, CHAIR),
    (22, "de_nghi_khen_thuong", ("UBQG",), True, CHAIR),
    (23, "giay_moi", ("THANH_VIEN",), False, CHAIR),
    (23, "giay_moi", ("SO_NGANH", "HUYEN"), False, CHAIR),
    (23, "thong_bao", ("THANH_VIEN",), False, CHAIR),
    (23, "bien_ban", ("NOI_BO",), False, CHAIR),
    (24, "phieu_lay_y_kien", ("THANH_VIEN",), False, NOBODY),
    (25, "de_an", ("SO_NGANH",), True, CHAIR),
    (25, "chuong_trinh", ("HUYEN",), True, CHAIR),
    (26, "dinh_chinh", ("HUYEN",), False, CHAIR),
    (26, "thu_hoi", ("SO_NGANH",), False, CHAIR),
    (27, "ban_sao", ("NOI_BO",), False, NOBODY),
    # kinds of the decree that the matrix does not name: the chair alone (closed list)
    (0, "chi_thi", ("SO_NGANH",), False, CHAIR),
    (0, "ke_hoach", ("HUYEN",), False, CHAIR),
    (0, "bao_cao", ("THANH_VIEN",), False, CHAIR),
    (0, "giay_gioi_thieu", ("SO_NGANH",), False, CHAIR),
    (0, "cong_dien", ("HUYEN",), False, CHAIR),
]


def test_the_golden_table_is_large_and_covers_every_row() -> None:
    assert len(GOLDEN) >= 60
    assert {row[0] for row in GOLDEN} == set(range(28))


@pytest.mark.parametrize(("row", "kind", "to", "vote", "signers"), GOLDEN)
def test_matrix(
    desk: Any, delegate: Any, *, row: int, kind: str, to: tuple[str, ...], vote: bool, signers: str
) -> None:
    paper = delegate(kind, "huong_dan", year=2021, amount=50_000_000)
    answer = desk.ask(kind, *to, delegations=(paper,), vote="passed", amount=20_000_000)
    assert answer.vote_required is vote, row
    posts = {each.post for each in answer.may_sign}
    expected = {"chair": "chair" in signers, "standing_deputy": "deputy" in signers}
    assert posts == {post for post, allowed in expected.items() if allowed}, row
    seals = {"chair": "UBND_TINH", "standing_deputy": "SO_LDTBXH"}
    sealed = PURPOSES[kind].is_issued
    expected_seals = {each.post: seals[each.post] if sealed else "" for each in answer.may_sign}
    assert {each.post: each.seal for each in answer.may_sign} == expected_seals
    asked = [each.post for each in (*answer.may_sign, *answer.refused)]
    assert sorted(asked) == ["chair", "deputy", "standing_deputy"]

    undecided = desk.ask(kind, *to, delegations=(paper,), amount=20_000_000)
    assert {each.post for each in undecided.may_sign} == (set() if vote else posts)


def test_without_a_delegation_the_deputy_signs_only_the_report_on_funds(desk: Any) -> None:
    allowed = {
        kind
        for _, kind, to, _, _ in GOLDEN
        if desk.ask(kind, *to, vote="passed", amount=1).signer("standing_deputy")
    }
    assert allowed == {"bao_cao_thu_chi"}
