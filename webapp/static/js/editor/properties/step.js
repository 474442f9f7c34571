/* A person's step: who, with which form, by when, by which article, reminded how. */
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';
import { entry, group, suggestion } from './entries.js';
import { choices } from './options.js';

const MOST_DAYS = 365;

export class StepGroup {
  static $inject = ['propertiesPanel', 'stepSettings', 'organisation'];

  constructor(propertiesPanel, stepSettings, organisation) {
    Object.assign(this, { stepSettings, organisation });
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    const entries = is(element, 'bpmn:UserTask') ? this.entries(element) : [];
    return (groups) => [...groups, ...group('step', say('step_group'), entries)];
  }

  entries(element) {
    const { organisation } = this;
    const text = (name) => ({
      id: name,
      label: say(name),
      read: () => this.stepSettings.property(element, name),
      write: (value) => this.stepSettings.setProperty(element, name, value?.trim() ?? ''),
    });
    const ladder = text('reminder_ladder');
    const days = text('due_working_days');
    return [
      entry('select', {
        ...text('role'),
        choices: () => organisation.people({ roles: say('roles'), posts: say('posts') }),
        hint: (value) => holders(organisation.person(value)),
      }),
      entry('select', { ...text('form'), choices: () => choices(organisation.forms) }),
      entry('text', { ...days, write: (value, error) => !error && days.write(value), hint: say('due_hint'), validate: refusedDays }),
      suggestion({ ...text('article'), hint: say('article_hint'), proposals: () => organisation.articles }),
      ...(organisation.ladders.length || ladder.read()
        ? [entry('select', { ...ladder, choices: () => choices(organisation.ladders) })]
        : []),
    ];
  }
}

function holders(person) {
  if (!person) return undefined;
  const { holders: names = [] } = person;
  return names.length ? say('held_by', { names: names.join(', ') }) : say('held_by_nobody');
}

function refusedDays(value) {
  if (!value) return null;
  return /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_DAYS ? null : say('due_refused');
}
