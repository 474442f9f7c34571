"""The draft form is faithful: content comes back from it as it went in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from webapp.forms.draft import ROWS, DraftForm
from workflows.authority.purposes import PURPOSES
from workflows.documents.content import (
    URGENCIES,
    Addressee,
    Annex,
    AttachedText,
    Content,
    Meeting,
)

words = st.text(
    st.characters(categories=("L", "M", "N", "P", "Z"), include_characters="|\n\t"), max_size=40
)
lines = st.lists(words, max_size=4)
contents = st.builds(
    lambda purpose, **rest: Content.from_mapping(
        {"purpose": purpose, "kind": PURPOSES[purpose].base_kind, **rest}
    ),
    purpose=st.sampled_from([key for key, purpose in PURPOSES.items() if purpose.is_issued]),
    subject=words,
    urgency=st.sampled_from(URGENCIES),
    addressees=st.lists(
        st.fixed_dictionaries(
            {
                "code": st.sampled_from(["", "HUYEN", "UBND_TINH"]),
                "text": words.map("Ủy ban {}".format),
            }
        ),
        max_size=3,
    ),
    recipients=st.tuples(lines, st.sampled_from([[], ["Lưu: VT, VX"]])).map(lambda p: p[0] + p[1]),
    legal_bases=lines,
    body=words,
    annexes=st.lists(
        st.fixed_dictionaries(
            {"title": words.map("Danh mục {}".format), "body": words, "landscape": st.booleans()}
        ),
        max_size=2,
    ),
    copies=st.integers(0, 99_999),
    drafting_unit=st.sampled_from(["", "VX", "SLĐTBXH"]),
    drafter_mark=words,
    contact_line=words,
    effective_note=words,
    attached_text=st.none()
    | st.fixed_dictionaries(
        {"title": words.map("QUY CHẾ {}".format), "subject": words, "body": words}
    ),
    meeting=st.none()
    | st.fixed_dictionaries(
        {"chaired_by": words.map("Đ/c {}".format), "starts_at": words, "place": words}
    ),
    is_report=st.booleans(),
    is_submission=st.booleans(),
    guides_system=st.booleans(),
)


def sent(form: DraftForm) -> MultiDict[str, str]:
    """As a browser sends it: line breaks as two characters."""
    return MultiDict((name, value.replace("\n", "\r\n")) for name, value in form.fields())


@settings(max_examples=150)
@given(contents)
def test_content_comes_back_equal_through_the_form(content: Content) -> None:
    form = DraftForm.from_form(sent(DraftForm.from_content(content)))
    assert Content.from_mapping(form.to_mapping({})) == content


@settings(max_examples=100)
@given(contents, st.sampled_from([*ROWS]), st.integers(0, 9))
def test_row_buttons_lose_no_other_text(content: Content, group: str, number: int) -> None:
    form = DraftForm.from_content(content)
    added = form.changed_by(MultiDict({"add_row": group}))
    assert added is not None
    assert added.rows[group][:-1] == form.rows[group]
    raised = form.changed_by(MultiDict({"raise_row": f"{group}-{number}"}))
    assert raised is None or sorted(raised.rows[group]) == sorted(form.rows[group])
    assert added.texts == form.texts


def test_the_parts_of_content_are_all_in_the_form() -> None:
    content = Content(
        kind="quyet_dinh",
        purpose="quyet_dinh",
        subject="ban hành Quy chế",
        addressees=(Addressee("HUYEN", "Các huyện"),),
        recipients=("Như Điều 3", "Lưu: VT"),
        annexes=(Annex("Danh sách", "| a | b |\n| 1 | 2 |", landscape=True),),
        attached_text=AttachedText("QUY CHẾ", "Hoạt động", "Điều 1. Phạm vi"),
        meeting=Meeting("Trưởng Ban", "08 giờ", "Phòng họp 2"),
        effective_note="từ ngày ký",
    )
    assert Content.from_mapping(DraftForm.from_content(content).to_mapping({})) == content
