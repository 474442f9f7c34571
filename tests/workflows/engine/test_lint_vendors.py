"""Files of other vendors: sound or not, each gets a true answer."""

from __future__ import annotations

import pytest

from workflows.engine.lint import lint_file

CAMUNDA = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="http://bpmn.io/schema/bpmn"
 exporter="Camunda Modeler" exporterVersion="5.0.0">
 <bpmn:process id="invoice" isExecutable="true" camunda:historyTimeToLive="180">
  <bpmn:startEvent id="s" camunda:formKey="embedded:app:x.html"><bpmn:outgoing>a</bpmn:outgoing>
   </bpmn:startEvent>
  <bpmn:userTask id="approve" name="Approve" camunda:assignee="demo" camunda:candidateGroups="x">
   <bpmn:extensionElements><camunda:formData><camunda:formField id="ok" type="boolean"/>
   </camunda:formData>
   <zeebe:taskDefinition type="x"/></bpmn:extensionElements>
   <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:userTask>
  <bpmn:exclusiveGateway id="g" default="d"><bpmn:incoming>b</bpmn:incoming>
   <bpmn:outgoing>c</bpmn:outgoing>
   <bpmn:outgoing>d</bpmn:outgoing></bpmn:exclusiveGateway>
  <bpmn:serviceTask id="pay" camunda:class="org.example.Pay"><bpmn:incoming>c</bpmn:incoming>
   <bpmn:outgoing>e</bpmn:outgoing></bpmn:serviceTask>
  <bpmn:endEvent id="end"><bpmn:incoming>d</bpmn:incoming><bpmn:incoming>e</bpmn:incoming>
   </bpmn:endEvent>
  <bpmn:sequenceFlow id="a" sourceRef="s" targetRef="approve"/>
  <bpmn:sequenceFlow id="b" sourceRef="approve" targetRef="g"/>
  <bpmn:sequenceFlow id="c" sourceRef="g" targetRef="pay">
   <bpmn:conditionExpression
    xsi:type="bpmn:tFormalExpression">${approved}</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="d" sourceRef="g" targetRef="end"/>
  <bpmn:sequenceFlow id="e" sourceRef="pay" targetRef="end"/>
 </bpmn:process></bpmn:definitions>"""

SIGNAVIO = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:signavio="http://www.signavio.com"
 exporter="Signavio Process Editor" id="sid-1" targetNamespace="http://www.signavio.com">
 <collaboration id="sid-c"><participant id="sid-p" name="Office" processRef="sid-q"/>
  <participant id="sid-x" name="Citizen"/>
  <messageFlow id="sid-m" sourceRef="sid-x" targetRef="sid-t"/></collaboration>
 <process id="sid-q" name="Office" isExecutable="false" processType="None">
  <extensionElements><signavio:signavioMetaData metaKey="x" metaValue="y"/></extensionElements>
  <laneSet id="sid-l"><lane id="sid-l1" name="Clerk"><flowNodeRef>sid-s</flowNodeRef>
   <flowNodeRef>sid-t</flowNodeRef><flowNodeRef>sid-e</flowNodeRef></lane></laneSet>
  <startEvent id="sid-s" name="Request"><outgoing>sid-f1</outgoing>
   <messageEventDefinition id="sid-md"/></startEvent>
  <task completionQuantity="1" id="sid-t" name="Register&#10;request" startQuantity="1">
   <incoming>sid-f1</incoming><outgoing>sid-f2</outgoing></task>
  <endEvent id="sid-e"><incoming>sid-f2</incoming></endEvent>
  <sequenceFlow id="sid-f1" sourceRef="sid-s" targetRef="sid-t"/>
  <sequenceFlow id="sid-f2" sourceRef="sid-t" targetRef="sid-e"/>
 </process></definitions>"""

MIWG = b"""<?xml version="1.0" encoding="UTF-8"?>
<semantic:definitions xmlns:semantic="http://www.omg.org/spec/BPMN/20100524/MODEL" id="_1"
 targetNamespace="http://www.trisotech.com/definitions/_1" name="A.1.0" exporter="Trisotech">
 <semantic:process isExecutable="false" id="WFP-6-">
  <semantic:startEvent name="Start" id="_s"><semantic:outgoing>_a</semantic:outgoing>
   </semantic:startEvent>
  <semantic:task completionQuantity="1" isForCompensation="false" startQuantity="1" name="Task 1"
    id="_t">
   <semantic:incoming>_a</semantic:incoming><semantic:outgoing>_b</semantic:outgoing>
   </semantic:task>
  <semantic:exclusiveGateway id="_g" gatewayDirection="Diverging" name="Which?"/>
  <semantic:endEvent name="End" id="_e"><semantic:incoming>_b</semantic:incoming>
   </semantic:endEvent>
  <semantic:sequenceFlow sourceRef="_s" targetRef="_t" id="_a"/>
  <semantic:sequenceFlow sourceRef="_t" targetRef="_g" id="_b"/>
  <semantic:sequenceFlow sourceRef="_g" targetRef="_e" id="_c" name="Yes"/>
  <semantic:sequenceFlow sourceRef="_g" targetRef="_t" id="_d" name="No"/>
 </semantic:process></semantic:definitions>"""

OLD_DMN = b"""<definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" id="d" name="d"
    namespace="n">
 <inputData id="in" name="x"/><decision id="a" name="a"><literalExpression id="l"><text>1 + 1</text>
 </literalExpression></decision><decision id="b" name="b"/></definitions>"""


@pytest.mark.parametrize("data", [CAMUNDA, SIGNAVIO, MIWG], ids=["camunda", "signavio", "miwg"])
def test_files_of_other_vendors_are_sound_but_not_deployable(data: bytes) -> None:
    report = lint_file("foreign.bpmn", data)
    assert report.ok, report.problems
    assert not report.deployable


def test_a_table_of_another_vendor_is_sound_but_not_deployable() -> None:
    report = lint_file("foreign.dmn", OLD_DMN)
    assert report.ok, report.problems
    assert {problem.code for problem in report.problems} == {"decision_unsupported"}
