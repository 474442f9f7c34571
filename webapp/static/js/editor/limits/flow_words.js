/* What is dropped on the words of a flow is meant for the flow: they lie right where one aims. */
const EVENTS = ['create.hover', 'create.move', 'create.out', 'create.end'];
const FIRST = 2000;

export class FlowWords {
  static $inject = ['eventBus', 'canvas'];

  constructor(eventBus, canvas) {
    eventBus.on(EVENTS, FIRST, (event) => {
      const flow = event.hover?.labelTarget;
      if (!flow?.waypoints) return;
      event.hover = flow;
      event.hoverGfx = canvas.getGraphics(flow);
    });
  }
}
