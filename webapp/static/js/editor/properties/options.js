/* What the organisation offers: roles, posts, forms, operations, tables, articles, reminder ladders. */
const EMPTY = { roles: [], posts: [], forms: [], operations: [], decisions: [], articles: [], ladders: [], kinds: [] };

export class Organisation {
  static $inject = ['eventBus'];

  constructor(eventBus) {
    Object.assign(this, EMPTY);
    this.eventBus = eventBus;
  }

  learn(options) {
    Object.assign(this, options);
    this.eventBus.fire('propertiesPanel.providersChanged');
  }

  /* Roles first; posts that are not a role besides. */
  people(labels) {
    const roles = new Set(this.roles.map(({ key }) => key));
    const posts = this.posts.filter(({ key }) => !roles.has(key));
    const named = ({ key, label }) => ({ value: key, label });
    return [
      { label: labels.roles, children: this.roles.map(named) },
      ...(posts.length ? [{ label: labels.posts, children: posts.map(named) }] : []),
    ];
  }

  person(key) {
    return [...this.roles, ...this.posts].find((each) => each.key === key);
  }
}

/* [{key|id, name}] or ["text"] → choices of a select */
export function choices(list) {
  return list.map((each) =>
    typeof each === 'string' ? { value: each, label: each } : { value: each.key ?? each.id, label: each.name },
  );
}
