/* Files out of and into the page. */
export function download(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function pickFile(accept, onText) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.addEventListener('change', () => input.files[0] && onText(input.files[0]));
  input.click();
}

export function acceptDrops(place, onFile) {
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  place.addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    place.classList.add('is-receiving');
  });
  place.addEventListener('dragleave', () => place.classList.remove('is-receiving'));
  place.addEventListener('drop', (event) => {
    place.classList.remove('is-receiving');
    if (!carriesFile(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files[0]) onFile(event.dataTransfer.files[0]);
  });
}
