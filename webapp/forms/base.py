"""A form that keeps what was typed and says beside each field what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask_babel import gettext
from flask_wtf import FlaskForm

from webapp.errors import status_of
from webapp.http import act
from webapp.language import sentence
from workflows.errors import InvalidInputError, NotFoundError, WorkflowError
from workflows.signing.errors import WeakPinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.context import CommandContext

C = TypeVar("C")


class Form(FlaskForm):
    """Base of the project's forms."""

    #: The status of the page that shows the form again.
    status = 200
    #: What the command returned, once it has been carried out.
    result: Any = None

    def carried_out(
        self, command_function: Callable[[CommandContext, C], Any], command: Callable[[], C]
    ) -> bool:
        """Check the fields, act, and put a refusal beside the field it names.

        Args:
            command_function: what is done.
            command: makes the command from the fields, once they are known to be readable.

        Raises:
            NotFoundError: the object is not there, or not this person's to know.
        """
        if not self.validate_on_submit():
            self.status = 422
            return False
        try:
            self.result = act(command_function, command())
        except NotFoundError:
            raise
        except WorkflowError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: WorkflowError) -> None:
        """Put the error's sentence beside the field it names, else above the form."""
        self.status = status_of(error)
        if isinstance(error, WeakPinError) and "pin" in self:
            self["pin"].errors = [sentence(error)]
            return
        if isinstance(error, InvalidInputError):
            name = str(error.data.get("field", ""))
            for field in self:
                if str(field.label.text) in {name, gettext(name)}:
                    because = gettext(str(error.data.get("because", "")))
                    field.errors = [*field.errors, f"{because[:1].upper()}{because[1:]}."]
                    return
        self.form_errors.append(sentence(error))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every refusal with the id of its field, for the summary above the form."""
        found = [("main", str(message)) for message in self.form_errors]
        for field in self:
            # A field's own process errors come first; the rest repeats them.
            found += [(field.id, f"{field.label.text}: {field.errors[0]}")] if field.errors else []
        return found
