/* What this machine kept of a draft that never reached the server: offered back, or let go. */
import { clock } from '../../dates.js';
import { showMessage } from '../../flashes.js';
import { say } from '../texts.js';

export function offerKept(draft, restore) {
  const kept = draft.kept();
  if (!kept) return;
  const choose = (act) => () => {
    message.remove();
    act();
  };
  const message = showMessage(
    say('found', { time: clock(kept.at) }),
    'warn',
    { label: say('restore'), onClick: choose(() => restore(kept.text)) },
    { label: say('discard'), onClick: choose(() => draft.forget()) },
  );
}
