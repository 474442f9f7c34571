/* Asks before a page with text that is not saved anywhere is left: form[data-unsaved], form[data-autosave]. */
export function startLeaveWarning() {
  const forms = [...document.querySelectorAll('form[data-unsaved]')];
  const first = new Map(forms.map((form) => [form, snapshot(form)]));
  const sent = new WeakSet();
  document.addEventListener('submit', ({ target }) => sent.add(target));
  addEventListener('beforeunload', (event) => {
    const unsent = forms.some((form) => form.isConnected && !sent.has(form) && snapshot(form) !== first.get(form));
    const unsaved = [...document.querySelectorAll('form[data-autosave]')].some((form) => form.trinhkyUnsaved?.());
    if (unsent || unsaved) event.preventDefault();
  });
}

function snapshot(form) {
  return [...form.querySelectorAll('textarea, input[type="text"], input:not([type])')].map((input) => input.value).join('\u0000');
}
