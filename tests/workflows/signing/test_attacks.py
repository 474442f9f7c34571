"""Whatever someone without a key does to a signed file: it shows, and no seal goes on it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from workflows.signing.errors import SealRefusedChangedError, SealRefusedError
from workflows.signing.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workflows.signing.conftest import Desk

    Edit = Callable[[IncrementalPdfFileWriter], None]


def edited(pdf: bytes, edit: Edit) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    edit(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def dictionary(**entries: object) -> DictionaryObject:
    return DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def first_page(writer: IncrementalPdfFileWriter) -> tuple[IndirectObject, DictionaryObject]:
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    return reference, reference.get_object()


def field(writer: IncrementalPdfFileWriter, name: str) -> DictionaryObject:
    fields = (item.get_object() for item in writer.root["/AcroForm"]["/Fields"])
    return next(item for item in fields if item["/T"] == name)


def alter(writer: IncrementalPdfFileWriter, name: str, **entries: object) -> None:
    found = field(writer, name)
    found.update(dictionary(**entries))
    writer.update_container(found)


def drawing(writer: IncrementalPdfFileWriter, text: str) -> IndirectObject:
    font = dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"))
    font["/BaseFont"] = pdf_name("/Helvetica")
    form = StreamObject(
        dictionary(
            Type=pdf_name("/XObject"),
            Subtype=pdf_name("/Form"),
            BBox=numbers(0, 0, 300, 40),
            Resources=dictionary(Font=dictionary(F1=font)),
        ),
        stream_data=f"BT /F1 14 Tf 2 5 Td ({text}) Tj ET".encode(),
    )
    return writer.add_object(form)


def overlay_text(writer: IncrementalPdfFileWriter) -> None:
    stream = StreamObject(stream_data=b"BT /F1 14 Tf 72 650 Td (Them mot dieu) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(stream))


def rewrite_content_stream(writer: IncrementalPdfFileWriter) -> None:
    reference = first_page(writer)[1].raw_get("/Contents")
    if not isinstance(reference, IndirectObject):
        reference = reference.raw_get(0)
    reference.get_object()._data = b"BT 72 700 Td (Noi dung khac) Tj ET"
    reference.get_object()._encoded_data = None
    writer.mark_update(reference)


def rewrite_font(writer: IncrementalPdfFileWriter) -> None:
    fonts = first_page(writer)[1]["/Resources"]["/Font"]
    name = next(iter(fonts))
    font = fonts[name]
    font["/BaseFont"] = pdf_name("/ZapfDingbats")
    writer.update_container(font)


def append_page(writer: IncrementalPdfFileWriter) -> None:
    tree = writer.root["/Pages"]
    page = dictionary(
        Type=pdf_name("/Page"),
        Parent=writer.root.raw_get("/Pages"),
        MediaBox=numbers(0, 0, 595, 842),
        Resources=DictionaryObject(),
    )
    tree["/Kids"].append(writer.add_object(page))
    tree["/Count"] = NumberObject(int(tree["/Count"]) + 1)
    writer.update_container(tree)


def remove_page(writer: IncrementalPdfFileWriter) -> None:
    tree = writer.root["/Pages"]
    del tree["/Kids"][1]
    tree["/Count"] = NumberObject(1)
    writer.update_container(tree)


def turn_page(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)[1]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)


def shadow_page_tree(writer: IncrementalPdfFileWriter) -> None:
    kids = ArrayObject([first_page(writer)[0]])
    tree = dictionary(Type=pdf_name("/Pages"), Count=NumberObject(1), Kids=kids)
    writer.root["/Pages"] = writer.add_object(tree)
    writer.update_root()


def free_text_annotation(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)[1]
    note = dictionary(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/FreeText"),
        Rect=numbers(60, 640, 400, 720),
        Contents=pdf_string("che noi dung"),
        AP=dictionary(N=drawing(writer, "che noi dung")),
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])


def text_field_over_text(writer: IncrementalPdfFileWriter) -> None:
    widget = dictionary(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/Widget"),
        FT=pdf_name("/Tx"),
        T=pdf_string("THEM"),
        V=pdf_string("khac"),
        Rect=numbers(60, 690, 400, 720),
        AP=dictionary(N=drawing(writer, "khac")),
    )
    reference = writer.add_object(widget)
    for holder in (writer.root["/AcroForm"]["/Fields"], first_page(writer)[1]["/Annots"]):
        holder.append(reference)
        writer.update_container(holder)


def signature_field_over_text(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("SIG002", on_page=0, box=(60, 690, 400, 720)))
    added = field(writer, "SIG002")
    added["/AP"] = dictionary(N=drawing(writer, "khac"))


def move_number_field(writer: IncrementalPdfFileWriter) -> None:
    picture = dictionary(N=drawing(writer, "khac"))
    alter(writer, "SO", Rect=numbers(60, 600, 500, 720), AP=picture)


def remove_number_field(writer: IncrementalPdfFileWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    at = next(n for n, item in enumerate(fields) if item.get_object()["/T"] == "SO")
    del fields[at]
    writer.update_container(fields)


def let_viewers_redraw(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/NeedAppearances"] = BooleanObject(value=True)
    form["/DA"] = pdf_string("/ZaDb 40 Tf 1 g")
    writer.update_container(form)


def unlock_seal_field(writer: IncrementalPdfFileWriter) -> None:
    lock = dictionary(Action=pdf_name("/Include"), Fields=ArrayObject())
    alter(writer, "SEAL001", Lock=lock)


def redraw_signature(writer: IncrementalPdfFileWriter) -> None:
    alter(writer, "SIG001", AP=dictionary(N=drawing(writer, "Nguoi khac")))


def redraw_signature_in_place(writer: IncrementalPdfFileWriter) -> None:
    reference = field(writer, "SIG001")["/AP"].raw_get("/N")
    reference.get_object()._data = b"0 0 m 300 40 l S"
    reference.get_object()._encoded_data = None
    writer.mark_update(reference)


def rewrite_signature_dictionary(writer: IncrementalPdfFileWriter) -> None:
    value = field(writer, "SIG001")["/V"]
    value["/Reason"] = pdf_string("Chủ tịch nước")
    writer.update_container(value)


def open_action(writer: IncrementalPdfFileWriter) -> None:
    script = dictionary(S=pdf_name("/JavaScript"), JS=pdf_string("app.alert(1)"))
    writer.root["/OpenAction"] = writer.add_object(script)
    writer.update_root()


def xfa_form(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/XFA"] = writer.add_object(StreamObject(stream_data=b"<xdp/>"))
    writer.update_container(form)


def unsupported_subfilter(writer: IncrementalPdfFileWriter) -> None:
    value = field(writer, "SIG001")["/V"]
    value["/SubFilter"] = pdf_name("/unknown.filter")
    writer.update_container(value)


INCREMENTS = [
    overlay_text, rewrite_content_stream, rewrite_font, append_page, remove_page, turn_page,
    shadow_page_tree, free_text_annotation, text_field_over_text, signature_field_over_text,
    move_number_field, remove_number_field, let_viewers_redraw, unlock_seal_field,
    redraw_signature, redraw_signature_in_place, rewrite_signature_dictionary, open_action,
    xfa_form, unsupported_subfilter,
]  # fmt: skip


@pytest.mark.parametrize("edit", INCREMENTS, ids=lambda edit: edit.__name__)
def test_increment_is_found_and_not_sealed(
    desk: Desk, numbered: bytes, sealed: bytes, edit: Edit
) -> None:
    with pytest.raises(SealRefusedError):
        desk.stamp(edited(numbered, edit))
    assert not verify(edited(numbered, edit), desk.roots).valid
    assert not verify(edited(sealed, edit), desk.roots).valid


def test_added_page_is_named(desk: Desk, sealed: bytes) -> None:
    report = verify(edited(sealed, append_page), desk.roots)
    assert {"page_added", "changed_after_signing"} <= {item.code for item in report.problems}


def set_value(writer: IncrementalPdfFileWriter) -> None:
    alter(writer, "SO", V=pdf_string("99"))


def set_appearance(writer: IncrementalPdfFileWriter) -> None:
    alter(writer, "NGAY", AP=dictionary(N=drawing(writer, "ngay 31 thang 12")))


def hide_number(writer: IncrementalPdfFileWriter) -> None:
    alter(writer, "SO", F=NumberObject(2))


@pytest.mark.parametrize("edit", [set_value, set_appearance, hide_number, move_number_field])
def test_number_and_date_are_fixed_by_the_seal(desk: Desk, sealed: bytes, edit: Edit) -> None:
    report = verify(edited(sealed, edit), desk.roots)
    assert not report.valid
    assert "number_changed_after_seal" in {item.code for item in report.problems}
    seal = next(item for item in report.signatures if item.kind == "seal")
    assert not seal.valid


def test_number_can_still_change_before_the_seal(desk: Desk, numbered: bytes) -> None:
    corrected = desk.stamp(desk.number(numbered, "06"))
    assert verify(corrected, desk.roots).valid


def test_stripped_signature_leaves_no_seal(desk: Desk, numbered: bytes) -> None:
    def strip(writer: IncrementalPdfFileWriter) -> None:
        signature = field(writer, "SIG001")
        del signature["/V"]
        writer.update_container(signature)

    stripped = edited(numbered, strip)
    assert [item.code for item in verify(stripped, desk.roots).problems] == ["no_signature"]
    with pytest.raises(SealRefusedError):
        desk.stamp(stripped)


def test_refusal_says_that_the_text_changed(desk: Desk, numbered: bytes) -> None:
    with pytest.raises(SealRefusedChangedError, match="bị thay đổi sau khi ký"):
        desk.stamp(edited(numbered, overlay_text))


def test_a_second_copy_behind_the_first_is_found(desk: Desk, sealed: bytes) -> None:
    found = verify(sealed + sealed, desk.roots)
    assert [problem.code for problem in found.problems] == ["data_after_end"]
