"""Files that go with a draft."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.webapp.drafting import BODY, fields, started, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from workflows.demo.office import Office

    ClientFor = Callable[..., FlaskClient]


def word_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


def test_files_are_attached_with_the_text_fetched_and_removed(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    url = f"/drafts/{document.id}"
    typed = fields(office, document, body=BODY, act="attach")
    typed.setlist(
        "files",
        [(io.BytesIO(b"%PDF-1.7 mau"), "mẫu biểu.pdf"), (io.BytesIO(word_file()), "đề cương.docx")],
    )
    assert client.post(url, data=typed).status_code == 303
    page = text_of(client.get(url))
    assert "mẫu biểu.pdf" in page
    assert "đề cương.docx" in page
    assert BODY in page
    link = re.search(rf"{url}/files/(\d+)", page)
    assert link
    got = client.get(link[0])
    assert got.data == b"%PDF-1.7 mau"
    assert got.headers["Content-Disposition"].startswith("attachment")
    client.post(url, data=fields(office, document, remove_file=link[1]))
    assert "mẫu biểu.pdf" not in text_of(client.get(url)).replace("Đã kèm tệp “mẫu biểu.pdf”", "")
    assert client.get(link[0]).status_code == 404


def test_a_forged_an_empty_and_an_oversized_file_are_refused_and_the_rest_is_kept(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    typed = fields(office, document, body=BODY, act="attach")
    typed.setlist(
        "files",
        [
            (io.BytesIO(b"MZ\x90\x00 program"), "báo cáo.pdf"),
            (io.BytesIO(b""), "rỗng.pdf"),
            (io.BytesIO(b"x"), "chạy.exe"),
            (io.BytesIO(b"%PDF-1.7 mau"), "tốt.pdf"),
        ],
    )
    answer = client.post(f"/drafts/{document.id}", data=typed)
    page = text_of(answer)
    assert answer.status_code == 422
    for sentence in ("không đúng định dạng pdf", "“rỗng.pdf” rỗng", "không thuộc loại được nhận"):
        assert sentence in page
    assert "tốt.pdf" in page
    assert office.document(document.id).working["body"] == BODY


def test_a_file_of_100_mb_is_refused_by_a_sentence_and_the_text_is_saved(
    client_for: ClientFor, office: Office
) -> None:
    document = started(office)
    client = client_for("drafter")
    assert "mỗi tệp đến 25 MB" in text_of(client.get(f"/drafts/{document.id}"))
    typed = fields(office, document, body=BODY, act="attach")
    large = FileStorage(io.BytesIO(b"%PDF-" + bytes(100 * 2**20)), "bản đồ.pdf")
    typed.setlist("files", [large])
    # Encoded here: the test client would leave its own temporary file open.
    boundary, data = encode_multipart(typed)
    answer = client.post(
        f"/drafts/{document.id}",
        data=data,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code == 422
    assert "“bản đồ.pdf” lớn hơn 25 MB" in text_of(answer)
    assert office.document(document.id).working["body"] == BODY
