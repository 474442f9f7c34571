/* Requests to our own server, with the form token. */
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

export function send(address, { method = 'POST', type = 'application/xml', body, headers = {}, signal } = {}) {
  return fetch(address, {
    method,
    body,
    signal,
    redirect: 'manual',
    headers: { 'Content-Type': type, 'X-CSRFToken': token(), Accept: 'application/json', ...headers },
  });
}

export function sendJson(address, value) {
  return send(address, { type: 'application/json', body: JSON.stringify(value) });
}

export async function fetchJson(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/* The session is over, or the form token is too old: nothing more will be taken from this page. */
export function signedOut(answer) {
  return answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403;
}

/* The sentence of a refusal, if the server wrote one. */
export async function sentenceOf(answer) {
  try {
    const { message, problems } = await answer.json();
    return message || problems?.[0]?.message || '';
  } catch {
    return '';
  }
}
