/* Text that could not be saved, kept in this browser until it is saved or its owner signs out. */
const PREFIX = 'trinhky.draft.';
const WEEK = 7 * 24 * 60 * 60_000;

/* sent: the revision that a submission under way began from, if it is kept because of one. */
export function keepLocally(key, fields, sent = '') {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ fields, at: Date.now(), sent }));
    return true;
  } catch {
    return false; // storage is full or switched off: the page itself still holds the text
  }
}

export function keptLocally(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

export function forgetLocally(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was kept
  }
}

export function forgetEverything() {
  keptKeys().forEach(forgetLocally);
}

export function forgetOld() {
  keptKeys()
    .filter((key) => !(keptLocally(key)?.at > Date.now() - WEEK))
    .forEach(forgetLocally);
}

function keptKeys() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}
