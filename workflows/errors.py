"""Errors that a person reads: a stable code, the facts, and one clear sentence.

The docstring of a subclass is its default message, in Vietnamese, with the error's data as
``{placeholders}``. HTTP statuses are chosen in the web layer, never here.
"""

from __future__ import annotations

from typing import Any, ClassVar


class WorkflowError(Exception):
    """Không thực hiện được yêu cầu."""

    #: Stable identifier for scripts, tests and translations.
    code: ClassVar[str] = "workflow_error"

    def __init__(self, message: str | None = None, **data: Any) -> None:
        #: What a translation needs to say the same in another language.
        self.template = message or (type(self).__doc__ or "").strip()
        self.data = data
        super().__init__(self.template.format(**data) if data else self.template)


class NotFoundError(WorkflowError):
    """Không tìm thấy {what}, hoặc bạn không có quyền xem."""

    code = "not_found"


class ForbiddenError(WorkflowError):
    """Bạn không có quyền thực hiện việc này: {because}"""

    code = "forbidden"


class ConflictError(WorkflowError):
    """Việc này đã thay đổi từ khi bạn mở trang: {because} Hãy tải lại trang."""

    code = "conflict"


class PassedOnError(ConflictError):
    """{because} Văn bản chưa được ký và đã chuyển về người đứng đầu."""

    code = "passed_on"


class InvalidInputError(WorkflowError):
    """Cần sửa mục “{field}”: {because}"""

    code = "invalid_input"
