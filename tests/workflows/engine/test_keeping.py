"""What a drawing library leaves out comes back when its drawing is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.carried import lost
from workflows.engine.keeping import put_back

SHIPPED = sorted((Path(__file__).parents[3] / "bpmn").glob("*/**/*.[bd][pm][mn]*"))
HEAD = (
    '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:x="urn:other" id="d" targetNamespace="t">'
)
TEXT = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- đầu tệp -->
<?keep this?>
{HEAD}
  <b:process id="p" name="Duyệt" isExecutable="true">
    <!-- bước một -->
    <b:task id="one" name="Nhận&#13;&#10;đơn" startQuantity="1" isForCompensation="false"
      x:colour="red">
      <b:documentation textFormat="text/plain"><x:rich lang="vi">Đọc</x:rich></b:documentation>
    </b:task>
    <!-- bước hai -->
    <b:task id="two" name="Duyệt" default="f" />
    <!-- hết -->
  </b:process>
</b:definitions>
<!-- cuối tệp -->
""".encode()
#: The same drawing as a library writes it.
DRAWN = f"""<?xml version="1.0" encoding="UTF-8"?>
{HEAD}
  <b:process id="p" name="Duyệt" isExecutable="true">
    <b:task id="one" name="Nhận\r&#10;đơn">
      <b:documentation />
    </b:task>
    <b:task id="two" name="Duyệt" default="f" />
  </b:process>
</b:definitions>
""".encode()


def test_everything_left_out_is_put_back() -> None:
    assert lost(TEXT, DRAWN)
    assert not lost(TEXT, put_back(TEXT, DRAWN))


def test_second_save_changes_nothing_more() -> None:
    once = put_back(TEXT, DRAWN)
    assert put_back(once, DRAWN) == once
    assert put_back(TEXT, TEXT) == TEXT


def test_what_was_drawn_stays_as_drawn() -> None:
    drawn = DRAWN.replace("Nhận\r&#10;đơn".encode(), "Tiếp nhận".encode())
    drawn = drawn.replace(b' default="f"', b"").replace(b'name="Duy', b'name="Ph\xc3\xaa duy')
    kept = put_back(TEXT, drawn).decode()
    assert 'name="Tiếp nhận" startQuantity="1"' in kept
    assert 'default="f"' not in kept
    assert kept.count("Phê duyệt") == 2


def test_removed_step_takes_with_it_what_it_held() -> None:
    begin, end = DRAWN.index(b'<b:task id="one"'), DRAWN.index(b"</b:task>") + len(b"</b:task>")
    kept = put_back(TEXT, DRAWN[:begin] + DRAWN[end:]).decode()
    assert "x:rich" not in kept
    assert "x:colour" not in kept
    # Comments between steps belong to the process.
    assert kept.index("bước một") < kept.index("bước hai") < kept.index('id="two"')


def test_renamed_process_keeps_its_comments() -> None:
    kept = put_back(TEXT, DRAWN.replace(b'id="p"', b'id="quy_trinh"')).decode()
    assert kept.index('id="quy_trinh"') < kept.index("bước một") < kept.index('id="one"')


def test_step_of_another_kind_under_the_same_id_gets_nothing() -> None:
    drawn = DRAWN.replace(b'<b:task id="one"', b'<b:userTask id="one"')
    kept = put_back(TEXT, drawn.replace(b"</b:task>", b"</b:userTask>")).decode()
    assert "startQuantity" not in kept


def test_comment_with_markup_stays_a_comment() -> None:
    text = TEXT.replace("bước một".encode(), b'<b:task id="evil"/> ]]&gt; &lt;script&gt;')
    kept = put_back(text, DRAWN)
    assert not lost(text, kept)
    assert kept.count(b"<!--") == text.count(b"<!--")


@pytest.mark.parametrize(
    "before",
    [b"", b"<", b"<a/>", b"<!DOCTYPE a><a/>", TEXT[: len(TEXT) // 2], b"\xff\xfe\x00"],
)
def test_unreadable_text_has_nothing_to_give(before: bytes) -> None:
    assert put_back(before, DRAWN) == DRAWN


def test_picture_of_what_is_still_there_is_put_back() -> None:
    di = "http://www.omg.org/spec/BPMN/20100524/DI"
    picture = (
        f'<n:BPMNDiagram xmlns:n="{di}" id="g"><n:BPMNPlane id="pl" bpmnElement="p">'
        '{}<n:BPMNShape id="two_g" bpmnElement="two" />'
        "</n:BPMNPlane></n:BPMNDiagram></b:definitions>"
    )
    one = '<n:BPMNShape id="one_g" bpmnElement="one" /><n:BPMNShape bpmnElement="gone" />'
    before = TEXT.decode().replace("</b:definitions>", picture.format(one))
    after = DRAWN.decode().replace("</b:definitions>", picture.format(""))
    kept = put_back(before.encode(), after.encode()).decode()
    assert kept.index('"one_g"') < kept.index('"two_g"')
    assert '"gone"' not in kept


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_file_saved_as_it_is_stays_as_it_is(path: Path) -> None:
    data = path.read_bytes()
    assert put_back(data, data) == data
