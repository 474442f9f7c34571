"""What changed between two versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflows.documents.content import Content
from workflows.queries.changes import changes_between

WORDS = st.lists(st.sampled_from(["báo", "cáo", "số", "liệu", "quý", "IV", "năm"]), max_size=40)


def content(body: str, **parts: object) -> Content:
    return Content.from_mapping({"kind": "cong_van", "subject": "một việc", "body": body, **parts})


def test_a_changed_word_stands_between_the_words_beside_it() -> None:
    before = content("Đề nghị gửi báo cáo trước ngày 05 tháng 6 năm nay cho Ban.")
    after = content("Đề nghị gửi báo cáo trước ngày 15 tháng 6 năm nay cho Ban.")

    (change,) = changes_between(before, after)

    assert change.part == "body"
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("same", "Đề nghị gửi báo cáo trước ngày"),
        ("removed", "05"),
        ("added", "15"),
        ("same", "tháng 6 năm nay cho Ban."),
    ]


def test_long_unchanged_text_is_left_out() -> None:
    long = " ".join(f"từ{n}" for n in range(200))
    (change,) = changes_between(content(f"{long} cũ {long}"), content(f"{long} mới {long}"))

    assert sum(len(piece.text.split()) for piece in change.pieces) < 25
    assert [piece.kind for piece in change.pieces].count("skipped") == 2


def test_added_and_removed_paragraphs_and_parts_are_told_apart() -> None:
    before = content("Một.\n\nHai.", recipients=["Như trên", "Lưu: VT, VX"], urgency="")
    after = content("Một.", recipients=["Như trên", "Sở Tài chính", "Lưu: VT, VX"], urgency="khan")

    told = [
        (change.part, [(piece.kind, piece.text) for piece in change.pieces])
        for change in changes_between(before, after)
    ]

    assert told == [
        ("urgency", [("added", "khan")]),
        ("body", [("removed", "Hai.")]),
        ("recipients", [("added", "Sở Tài chính")]),
    ]


@given(WORDS, WORDS)
def test_the_pieces_make_both_versions(old: list[str], new: list[str]) -> None:
    before, after = content(" ".join(old) or "x"), content(" ".join(new) or "x")
    pieces = [piece for change in changes_between(before, after) for piece in change.pieces]

    assert bool(pieces) == (before.body != after.body)
    if not any(piece.kind == "skipped" for piece in pieces) and pieces:
        for side, text in (("added", after.body), ("removed", before.body)):
            words = " ".join(piece.text for piece in pieces if piece.kind in {"same", side})
            assert words == " ".join(text.split())
