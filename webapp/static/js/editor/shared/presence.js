/* Tells the server that this page is open and says who else has it open. */
import { clock } from '../../dates.js';
import { say } from '../texts.js';
import { make, icon } from './elements.js';
import { sendJson } from './requests.js';

const BEAT = 20_000;

export function startPresence(address, place) {
  if (!address) return;
  const beat = async () => {
    if (document.hidden) return;
    try {
      const answer = await sendJson(address, {});
      if (answer.ok) show(place, (await answer.json()).others ?? []);
    } catch {
      // without a connection nobody else can be named; the draft says so already
    }
  };
  beat();
  setInterval(beat, BEAT);
  document.addEventListener('visibilitychange', beat);
}

function show(place, others) {
  const words = others.map(({ name, since }) => say('also_here', { name, time: clock(new Date(since)) })).join(' · ');
  if (place.dataset.words === words) return;
  place.dataset.words = words;
  place.hidden = !others.length;
  place.replaceChildren(icon('people'), make('span', {}, words));
}
