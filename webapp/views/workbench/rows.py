"""A decision table edited row by row: no mouse, no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from models import DraftKind
from webapp.errors import status_of
from webapp.http import act, form_text, now, session
from webapp.language import said, sentence
from webapp.views.workbench.door import blueprint, organisation
from webapp.views.workbench.files import problems
from workflows.commands.save_draft import SaveDraft, save_draft
from workflows.engine.table_editing import AddRow, MoveRow, RemoveRow, SetRow, edit_table
from workflows.errors import InvalidInputError, WorkflowError
from workflows.queries.drafts import draft_content, find_model
from workflows.queries.model_options import editor_options
from workflows.queries.rules import profile_of
from workflows.queries.table_rows import VALUES, table_lines, typed_value
from workflows.queries.table_trial import try_table

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from workflows.engine.table_editing import Column, TableEdit
    from workflows.queries.table_rows import RowLine, TableLines

#: Which of the body's lists fill a column, by the name of its data.
_FILLED_BY: Final = {
    "kind": ("kinds",),
    "post": ("roles", "posts"),
    "signer": ("roles", "posts"),
    "seal": ("seals",),
}


@blueprint.get("/tables/<key>/rows")
def rows(key: str) -> str:
    """Show the rows; one of them, or a new one, with a form (``?row=3``, ``?new=3``)."""
    return _page(key, [])


@blueprint.post("/tables/<key>/rows", endpoint="edit_rows")
def edit(key: str) -> AnyResponse | tuple[str, int]:
    """Carry out one edit on the draft."""
    revision = request.form.get("revision", -1, type=int)
    try:
        change, anchor = _edit()
        found = draft_content(session(), organisation(), DraftKind.TABLE, key)
        content = edit_table(found.content, change)
        act(save_draft, SaveDraft(organisation(), DraftKind.TABLE, key, content, revision))
    except WorkflowError as error:
        return _page(key, [("form", sentence(error))]), status_of(error)
    flash(_("Đã lưu vào bản nháp. Phiên bản đang áp dụng không thay đổi."), "good")
    return redirect(url_for(".rows", key=key, _anchor=f"row-{anchor}"), 303)


@blueprint.get("/tables/names.json")
def table_names() -> Response:
    """Send what people call the keys in cells: those of the body, those of a column by its data."""
    own = {
        column: {value: said(name) for value, name in known.items()}
        for column, known in VALUES.items()
    }
    return jsonify(
        names={key: said(name) for key, name in _names(_lists()).items()},
        columns=own,
    )


def _lists() -> dict[str, list[dict[str, Any]]]:
    options = editor_options(session(), organisation(), now().date())
    return {name: options[name] for name in ("kinds", "roles", "posts", "seals", "addressees")}


def _names(lists: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {each["key"]: each["name"] for known in lists.values() for each in known}


def _edit() -> tuple[TableEdit, int]:
    """The edit, and the number that its row has afterwards."""
    what = form_text(request.form, "edit")
    number = request.form.get("number", 0, type=int)
    if what in {"up", "down"}:
        return MoveRow(number, up=what == "up"), number - 1 if what == "up" else number + 1
    if what == "remove":
        return RemoveRow(number), max(number - 1, 1)
    cells = tuple(text for _, text in sorted(_typed().items()))
    note = request.form.get("note", "")
    if what == "add":
        return AddRow(number, cells, note), number + 1
    if what != "set":
        raise InvalidInputError(field="Việc sửa", because="hãy chọn việc cần sửa")
    return SetRow(number, cells, note), number


def _typed() -> dict[int, str]:
    """What stands in the fields of the cells, by the place of their columns."""
    parts = ((name.partition("cell-")[2], text) for name, text in request.form.items())
    return {int(place): text for place, text in parts if place.isdigit()}


def _page(key: str, errors: list[tuple[str, str]]) -> str:
    model = find_model(session(), organisation(), DraftKind.TABLE, key)
    found = draft_content(session(), organisation(), DraftKind.TABLE, key)
    lists = _lists()
    names = _names(lists)
    lines = table_lines(found.content, names, profile_of(session(), organisation()))
    noted: dict[str, list[str]] = {}
    places = {row.id for row in lines.rows} | {f.id for row in lines.rows for f in row.fields}
    for problem in problems(DraftKind.TABLE, key, found.content)["problems"]:
        element = problem["element"] if problem["element"] in places else ""
        noted.setdefault(element, []).append(problem["message"])
    choices = [_choices(column, lists, names) for column in lines.sheet.columns]
    return render_template(
        "workbench/rows.html",
        place="tables",
        model=model,
        revision=found.revision,
        lines=lines,
        form=_open_form(lines),
        choices=choices,
        values=[[(value[1:-1], name) for value, name in each] for each in choices],
        noted=noted,
        trial=_trial(found.content, lines),
        asked={at: request.args.get(f"in-{at}", "") for at in range(len(lines.sheet.columns))},
        errors=errors,
    )


def _open_form(lines: TableLines) -> dict[str, Any] | None:
    """The row that is being filled in, with what was typed if it was refused."""
    values = request.form if request.method == "POST" else request.args
    what = values.get("edit", "add" if "new" in values else "set")
    number = next(
        (int(values[name]) for name in ("number", "new", "row") if values.get(name, "").isdigit()),
        -1,
    )
    if what == "set" and 1 <= number <= len(lines.rows):
        row: RowLine = lines.rows[number - 1]
    elif what == "add" and 0 <= number <= len(lines.rows):
        row = lines.blank()
    else:
        return None
    if request.method == "POST":
        row = lines.typed(row, _typed(), request.form.get("note", ""))
    return {"edit": what, "number": number, "row": row}


def _choices(
    column: Column, lists: dict[str, list[dict[str, Any]]], names: dict[str, Any]
) -> list[tuple[str, str]]:
    """What a field proposes: the values of the column, as a cell writes them, with their names."""
    known = column.values or [
        each["key"] for name in _FILLED_BY.get(column.name, ()) for each in lists[name]
    ]
    own = VALUES.get(column.name, {})
    return [(f'"{value}"', said(own.get(value) or names.get(value, value))) for value in known]


def _trial(content: bytes, lines: TableLines) -> dict[str, Any] | None:
    """What the table says to the values in the address; None where nothing was asked."""
    if "try" not in request.args:
        return None
    inputs = {
        column.name: typed_value(request.args.get(f"in-{at}", ""), column)
        for at, column in enumerate(lines.sheet.columns)
        if column.is_condition
    }
    try:
        tried = try_table(content, inputs, profile_of(session(), organisation()))
    except WorkflowError as error:
        return {"row": None, "sentence": sentence(error)}
    row = next((row for row in lines.rows if row.id == tried.rule), None)
    return {"row": row, "sentence": tried.sentence}
