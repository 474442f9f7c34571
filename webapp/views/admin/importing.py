"""Import of people, posts and holdings: a file, what it would do, and only then the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, render_template
from flask_babel import gettext as _

from webapp.downloads import disposition
from webapp.errors import status_of
from webapp.forms.importing import AgreeForm, UploadForm, pack
from webapp.forms.posts import MODES
from webapp.http import act, now, read_context, session
from webapp.language import sentence
from webapp.views.admin.door import administered_organisation, blueprint
from workflows.commands.import_people import (
    COLUMNS,
    BodyChangedError,
    ImportPeople,
    ImportRefusedError,
    import_people,
    lines_digest,
    plan_import,
)
from workflows.errors import WorkflowError
from workflows.queries.admin_posts import list_roles
from workflows.queries.admin_units import list_units
from workflows.sheets import SheetError, read_sheet, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workflows.sheets import Line

#: Lines of each list that a page shows; the rest are counted.
SHOWN: Final = 200


@blueprint.route("/people/import", methods=["GET", "POST"])
def import_list() -> str | tuple[str, int]:
    """Take a file and show what it would do; nothing is written."""
    form = UploadForm()
    if not form.is_submitted():
        form.day.data = now().date()
        return render_template("admin/import.html", form=form)
    if not form.validate_on_submit():
        return render_template("admin/import.html", form=form), 422
    try:
        lines = read_sheet(form.file.bytes())
    except SheetError as error:
        form.file.errors = [sentence(error)]
        return render_template("admin/import.html", form=form), 422
    return _preview(lines, form.day.data)


@blueprint.post("/people/import/confirm")
def import_agreed() -> str | tuple[str, int]:
    """Carry out what was shown; the first passwords are shown once, in the answer itself."""
    form = AgreeForm()
    organisation_id = administered_organisation()
    try:
        lines = form.read_lines()
        if not form.validate_on_submit():
            return _preview(lines, now().date())
        result = act(
            import_people,
            ImportPeople(
                organisation_id,
                lines,
                form.day.data,
                form.lines_sha256.data or "",
                form.plan_sha256.data or "",
            ),
        )
    except (BodyChangedError, ImportRefusedError) as error:
        return _preview(lines, form.day.data, refused=error)
    except WorkflowError as error:
        upload = UploadForm(formdata=None, data={"day": now().date()})
        upload.form_errors.append(sentence(error))
        return render_template("admin/import.html", form=upload), status_of(error)
    return render_template("admin/import_done.html", result=result, plan=result.plan)


def _preview(
    lines: tuple[Line, ...], day: date, refused: WorkflowError | None = None
) -> str | tuple[str, int]:
    plan = plan_import(read_context(), administered_organisation(), lines, day)
    status = status_of(refused) if refused else 422 if plan.problems else 200
    page = render_template(
        "admin/import_preview.html",
        plan=plan,
        packed="" if plan.problems or plan.empty else pack(lines),
        lines_sha256=lines_digest(lines, day),
        refused=sentence(refused) if refused else "",
        modes=MODES,
        shown=SHOWN,
    )
    return page, status


@blueprint.get("/people/import/template.<any(csv, xlsx):kind>")
def import_template(kind: str) -> Response:
    """Send the table to fill in, with the words of this body."""
    heads = [*COLUMNS.values()]
    person = ["Nguyễn Thị Ví Dụ", "du.nguyen", "", "member", "Ủy viên", "", "", "", "có"]
    example = [[*person, "chính thức", f"{now():%d/%m/%Y}", "", "cùng giữ"]]
    if kind == "csv":
        return _file(write_csv(heads, example), "csv", "text/csv; charset=utf-8")
    data = write_xlsx(_("Danh sách"), heads, example, _notes())
    return _file(data, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _file(data: bytes, ending: str, media_type: str) -> Response:
    name = f"{_('Mẫu danh sách người và chức vụ')}.{ending}"
    answer = Response(data, content_type=media_type)
    answer.headers["Content-Disposition"] = disposition(name, download=True)
    return answer


def _notes() -> list[Sequence[str]]:
    day, organisation_id = now().date(), administered_organisation()
    units = [u.code for u in list_units(session(), organisation_id, day) if u.exists]
    roles = [role.name for role in list_roles(session(), organisation_id, day)]
    words = {
        "name": _("Đúng như in dưới chữ ký. Bắt buộc với người chưa có tài khoản."),
        "username": _("Chữ thường không dấu, ví dụ lan.nguyen. Mỗi người một tên, không đổi."),
        "email": _("Để trống nếu không có."),
        "post": _("Mã mà quy trình dùng, ví dụ deputy. Để trống nếu chỉ cấp tài khoản."),
        "title": _("Bắt buộc với chức vụ mới; để trống thì giữ như cũ."),
        "second_office": _("In trên họ tên người ký; con dấu đi theo."),
        "unit": _("Một trong: %(known)s", known=", ".join(units) or "–"),
        "roles": _("Cách nhau bằng dấu chấm phẩy; một trong: %(known)s", known=", ".join(roles)),
        "votes": _("có hoặc không"),
        "mode": _("chính thức, quyền hoặc phụ trách; để trống là chính thức"),
        "since": _("Ngày/tháng/năm; để trống là ngày chọn khi tải tệp lên."),
        "until": _("Ngày đầu tiên thôi giữ; để trống nếu chưa rõ."),
        "way": _("bàn giao, hoặc cùng giữ; để trống khi chức vụ đang khuyết"),
    }
    return [
        (_("Cột"), _("Cách ghi")),
        *((head, words[key]) for key, head in COLUMNS.items()),
    ]
