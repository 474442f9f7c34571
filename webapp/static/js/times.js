/* <time datetime="…" data-relative>: vừa xong, 5 phút trước, hôm nay 08:15, hôm qua 16:40, then the date. */
import { calendarDay, clock } from './dates.js';
import { say } from './texts.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function startTimes() {
  update();
  setInterval(update, MINUTE);
  document.addEventListener('htmx:afterSettle', update);
}

function update() {
  const now = Date.now();
  document.querySelectorAll('time[data-relative]').forEach((element) => {
    const then = new Date(element.dateTime);
    if (Number.isNaN(then.getTime())) return;
    element.title = `${calendarDay(then)} ${clock(then)}`;
    element.textContent = words(then, now);
  });
}

function words(then, now) {
  const age = now - then.getTime();
  if (age >= 0 && age < MINUTE) return say('justNow');
  if (age >= 0 && age < 60 * MINUTE) return say('minutes', { n: Math.floor(age / MINUTE) });
  const time = clock(then);
  if (calendarDay(then) === calendarDay(now)) return say('today', { time });
  if (calendarDay(then) === calendarDay(now - DAY)) return say('yesterday', { time });
  return calendarDay(then);
}
