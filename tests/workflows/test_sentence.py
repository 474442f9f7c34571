"""A sentence is Vietnamese to machines and knows what another language needs."""

from __future__ import annotations

import copy
import json
import pickle

import orjson
import pytest

from workflows.text import Sentence, read_back


@pytest.fixture
def reason() -> Sentence:
    office = Sentence("văn thư {body}", body="Sở {A}")
    return Sentence("Do {who} đóng dấu {seals}.", who=office, seals=("một", office))


def test_machines_read_the_vietnamese_words(reason: Sentence) -> None:
    said = "Do văn thư Sở {A} đóng dấu một, văn thư Sở {A}."

    assert reason == said
    assert json.loads(json.dumps({"because": reason}))["because"] == said
    assert orjson.loads(orjson.dumps(reason)) == said


def test_braces_are_text_where_nothing_is_filled() -> None:
    assert Sentence("Dữ kiện {x}") == "Dữ kiện {x}"


def test_a_copy_can_be_translated_as_well(reason: Sentence) -> None:
    for twin in (copy.deepcopy(reason), pickle.loads(pickle.dumps(reason))):  # noqa: S301
        assert twin == reason
        assert twin.template == "Do {who} đóng dấu {seals}."
        assert twin.data["who"].template == "văn thư {body}"


def test_a_stored_text_is_read_back_and_a_strange_one_stays() -> None:
    stored = "Văn bản số 05/BC-BVS “kết quả (6 tháng)” đã được ban hành."

    read = read_back(
        stored, ("Không phải {x}.", "Văn bản số {number} “{subject}” đã được ban hành.")
    )

    assert isinstance(read, Sentence)
    assert read == stored
    assert read.data == {"number": "05/BC-BVS", "subject": "kết quả (6 tháng)"}
    assert type(read_back("Một câu khác.", ("Văn bản {x}.",))) is str
