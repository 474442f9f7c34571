"""Read decoded JSON field by field, and say in Vietnamese which field is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from workflows.documents.cleaning import clean_line, clean_text
from workflows.errors import InvalidInputError
from workflows.text import Sentence

#: Field → the words that the form on screen uses for it.
LABELS = MappingProxyType(
    {
        "kind": Sentence("Loại văn bản"),
        "purpose": Sentence("Mục đích văn bản"),
        "subject": Sentence("Trích yếu"),
        "addressees": Sentence("Kính gửi"),
        "recipients": Sentence("Nơi nhận"),
        "legal_bases": Sentence("Căn cứ ban hành"),
        "body": Sentence("Nội dung"),
        "annexes": Sentence("Phụ lục"),
        "urgency": Sentence("Độ khẩn"),
        "drafting_unit": Sentence("Đơn vị soạn thảo"),
        "drafter_mark": Sentence("Ký hiệu người soạn thảo"),
        "copies": Sentence("Số lượng bản"),
        "attached_text": Sentence("Văn bản kèm theo"),
        "meeting": Sentence("Cuộc họp"),
        "contact_line": Sentence("Địa chỉ liên hệ"),
        "is_report": Sentence("Là báo cáo"),
        "is_submission": Sentence("Là văn bản trình"),
        "guides_system": Sentence("Hướng dẫn toàn hệ thống"),
        "effective_note": Sentence("Ghi chú hiệu lực"),
        "code": Sentence("Mã nơi nhận"),
        "text": Sentence("Tên nơi nhận"),
        "title": Sentence("Tên"),
        "landscape": Sentence("Trang ngang"),
        "chaired_by": Sentence("Chủ trì"),
        "starts_at": Sentence("Thời gian"),
        "place": Sentence("Địa điểm"),
        "signature": Sentence("Chữ ký"),
        "issuer": Sentence("Cơ quan ban hành"),
    }
)

_IDENTIFIER = re.compile(r"[A-Za-z0-9_]{1,60}")


class FieldReader:
    """Typed access to one JSON object; every complaint is an `InvalidInputError`."""

    def __init__(self, mapping: object, path: Sentence | None = None) -> None:
        if not isinstance(mapping, Mapping):
            raise InvalidInputError(
                field=path or "Văn bản", because="phải là một nhóm dữ liệu có tên từng mục."
            )
        self._mapping: Mapping[str, Any] = mapping
        self._path = path

    def label(self, key: str) -> Sentence:
        """Return what a person calls the field, with the group it stands in."""
        name = LABELS.get(key, Sentence(key))
        return Sentence("{group}: {field}", group=self._path, field=name) if self._path else name

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Refuse a field that content does not have, so that a slip of the pen is not lost."""
        for key in self._mapping:
            if key not in known:
                raise self._error(str(key), Sentence("văn bản không có mục này."))

    def line(self, key: str, limit: int) -> str:
        """Return one line of clean text, at most `limit` characters."""
        return self._limited(key, clean_line(self._string(key, limit)), limit)

    def text(self, key: str, limit: int) -> str:
        """Return clean text of several lines, at most `limit` characters."""
        return self._limited(key, clean_text(self._string(key, limit)), limit)

    def lines(self, key: str, count: int, limit: int) -> tuple[str, ...]:
        """Return a list of clean lines; empty ones are left out."""
        reader = (
            FieldReader({key: item}, self._path).line(key, limit) for item in self._list(key, count)
        )
        return tuple(line for line in reader if line)

    def identifier(self, key: str) -> str:
        """Return an ASCII identifier, or nothing."""
        value = self._string(key, 60)
        if value and not _IDENTIFIER.fullmatch(value):
            raise self._error(key, Sentence("chỉ gồm chữ cái không dấu, chữ số và dấu gạch dưới."))
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the allowed values."""
        value = self._mapping.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            shown = ", ".join(item for item in allowed if item)
            raise self._error(key, Sentence("phải là một trong các giá trị: {shown}.", shown=shown))
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._mapping.get(key, False)
        if not isinstance(value, bool):
            raise self._error(key, Sentence("chỉ nhận có hoặc không."))
        return value

    def count(self, key: str, limit: int) -> int:
        """Return a whole number from 0 to `limit`."""
        value = self._mapping.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limit:
            raise self._error(key, Sentence("phải là số nguyên từ 0 đến {limit}.", limit=limit))
        return value

    def child(self, key: str) -> FieldReader | None:
        """Return a reader of a nested group, or None when the group is not given."""
        value = self._mapping.get(key)
        return None if value is None else FieldReader(value, self.label(key))

    def children(self, key: str, count: int) -> tuple[FieldReader, ...]:
        """Return a reader for each group of a list."""
        return tuple(
            FieldReader(item, Sentence("{group} {number}", group=self.label(key), number=position))
            for position, item in enumerate(self._list(key, count), 1)
        )

    def _list(self, key: str, count: int) -> Sequence[Any]:
        value = self._mapping.get(key, ())
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self._error(key, Sentence("phải là một danh sách."))
        if len(value) > count:
            raise self._error(key, Sentence("nhiều quá {count} dòng.", count=count))
        return value

    def _string(self, key: str, limit: int) -> str:
        value = self._mapping.get(key, "")
        if not isinstance(value, str):
            raise self._error(key, Sentence("phải là chữ."))
        # Markup is removed before the real limit counts; this only bounds the work.
        return self._limited(key, value, 20 * limit)

    def _limited(self, key: str, value: str, limit: int) -> str:
        if len(value) > limit:
            raise self._error(
                key,
                Sentence(
                    "dài {length} ký tự, quá giới hạn {limit} ký tự.",
                    length=len(value),
                    limit=limit,
                ),
            )
        return value

    def _error(self, key: str, because: Sentence) -> InvalidInputError:
        return InvalidInputError(field=self.label(key), because=because)
