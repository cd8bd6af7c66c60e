/**
 * Sends the documents of a form in parts while the rest is filled in (tus 1.0). A line that breaks is waited for; after
 * a reload the portal knows how far it was. The form works the same without this script.
 */
(() => {
  'use strict';
  const form = document.querySelector('form[data-uploads]');
  if (!form || !window.fetch || !window.AbortController || !form.requestSubmit) return;

  const words = form.dataset;
  const LARGEST = 20 * 1024 * 1024;
  const [SMALLEST_PART, LARGEST_PART] = [32 * 1024, 1024 * 1024];
  /** A part that takes longer has lost its line. */
  const PATIENCE = 120_000;
  const HEADERS = { 'Tus-Resumable': '1.0.0' };
  const REMEMBERED = `uploads ${words.uploads}`;
  const items = [];
  let part = 64 * 1024;
  let queue = Promise.resolve();

  const status = document.createElement('p');
  status.className = 'lead';
  status.setAttribute('role', 'status');
  form.querySelector('button').before(status);

  /** The portal will never take it. */
  class Refused extends Error {}

  const inBase64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const isWhole = (item) => item.id !== '' && item.offset === item.size;
  const isUnderWay = (item) => item.file !== null && !isWhole(item) && item.trouble === '';

  /** Without an account the portal does not know whose uploads they were; this tab does. */
  function remember() {
    const known = items.filter((item) => item.id !== '').map(({ id, place, name, size }) => ({ id, place, name, size }));
    try {
      sessionStorage.setItem(REMEMBERED, JSON.stringify(known));
    } catch {
      // A browser that remembers nothing sends from the beginning after a reload.
    }
  }

  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '[]');
    } catch {
      return [];
    }
  }

  function element(name, text = '', values = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return made;
  }

  function show(item) {
    const node = item.node;
    const percent = Math.floor((100 * item.offset) / item.size);
    const cancel = element('button', words.cancel, {
      type: 'button',
      class: 'quiet',
      'aria-label': `${words.cancel}: ${item.name}`
    });
    cancel.addEventListener('click', () => end(item));
    const parts = [];
    if (isWhole(item)) {
      const label = element('label');
      const box = element('input', '', { type: 'checkbox', name: 'uploaded', value: item.id });
      box.checked = true;
      label.append(box, ` ${item.name}`);
      parts.push(label);
    } else {
      parts.push(element('span', item.name));
      if (item.trouble === '') {
        const progress = element('progress', `${percent}%`, { max: '100', 'aria-label': item.name });
        progress.value = percent;
        parts.push(progress);
      }
      const said = item.trouble || (item.file === null ? words.again : item.note || words.sending);
      parts.push(element('span', item.trouble ? said : `${percent}% · ${said}`, { class: item.trouble ? 'wrong' : 'lead' }));
    }
    // A button that has the focus stays what it is.
    const former = node.querySelector('button');
    const rest = [...node.childNodes].filter((child) => child !== former);
    rest.forEach((child) => child.remove());
    if (former) former.before(...parts);
    else node.append(...parts, cancel);
    const input = form.querySelector(`#paper-${item.place}`);
    if (input && words.required !== undefined) {
      input.required = !items.some((one) => one.place === item.place && one.trouble === '');
    }
  }

  function add(facts) {
    const item = { id: '', offset: 0, file: null, note: '', trouble: '', gone: false, node: element('li'), ...facts };
    items.push(item);
    if (!item.node.isConnected) form.querySelector(`[data-place="${item.place}"] ul`)?.append(item.node);
    show(item);
    return item;
  }

  async function ask(item, path, method, headers = {}, body = undefined) {
    const stop = new AbortController();
    item.stop = stop;
    const clock = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(path, { method, body, signal: stop.signal, headers: { ...HEADERS, ...headers } });
    } finally {
      clearTimeout(clock);
    }
  }

  /** What an answer means where it is not the one that was hoped for. */
  async function fail(answer) {
    if (answer.status === 429 || answer.status >= 500) throw new Error(`${answer.status}`);
    throw new Refused((await answer.text()) || words.failed);
  }

  async function begin(item) {
    const facts = { target: words.uploads, place: `${item.place}`, filename: item.name };
    const told = Object.entries(facts).map(([name, text]) => `${name} ${inBase64(text)}`);
    const headers = { 'Upload-Length': `${item.size}`, 'Upload-Metadata': told.join(',') };
    const answer = await ask(item, '/tai-len', 'POST', headers);
    if (answer.status !== 201) await fail(answer);
    item.id = answer.headers.get('Location').split('/').pop();
    item.offset = 0;
    remember();
  }

  /** Where the portal is; an upload that is over there begins anew. */
  async function look(item) {
    const answer = await ask(item, `/tai-len/${item.id}`, 'HEAD');
    if (answer.status === 404) item.id = '';
    else if (answer.status !== 200) await fail(answer);
    item.offset = item.id === '' ? 0 : Number(answer.headers.get('Upload-Offset'));
  }

  async function sendPart(item) {
    const since = performance.now();
    const bytes = item.file.slice(item.offset, item.offset + part);
    const headers = { 'Upload-Offset': `${item.offset}`, 'Content-Type': 'application/offset+octet-stream' };
    const answer = await ask(item, `/tai-len/${item.id}`, 'PATCH', headers, bytes);
    if (answer.status === 409 || answer.status === 404) return look(item);
    if (answer.status !== 204) await fail(answer);
    item.offset = Number(answer.headers.get('Upload-Offset'));
    const took = performance.now() - since;
    if (took < 1_000) part = Math.min(part * 2, LARGEST_PART);
    if (took > 8_000) part = Math.max(part / 2, SMALLEST_PART);
  }

  /** Until the line is back, or so long. */
  const pause = (milliseconds) =>
    new Promise((resolve) => {
      const clock = setTimeout(resolve, milliseconds);
      addEventListener('online', () => (clearTimeout(clock), resolve()), { once: true });
    });

  async function send(item) {
    let isSure = item.id === '';
    for (let tries = 0; !item.gone && !(isSure && isWhole(item)); ) {
      try {
        if (!isSure) await look(item);
        isSure = true;
        if (item.id === '') await begin(item);
        if (item.offset < item.size) await sendPart(item);
        item.note = '';
        tries = 0;
      } catch (error) {
        if (item.gone) break;
        if (error instanceof Refused) {
          item.trouble = error.message;
          show(item);
          return;
        }
        isSure = item.id === '';
        part = Math.max(part / 2, SMALLEST_PART);
        item.note = words.lost;
        show(item);
        tries += 1;
        await pause(Math.min(500 * 2 ** tries, 20_000));
      }
      if (!item.gone) show(item);
    }
  }

  function enqueue(item) {
    queue = queue.then(() => send(item));
  }

  async function end(item) {
    item.gone = true;
    item.stop?.abort();
    items.splice(items.indexOf(item), 1);
    const input = form.querySelector(`#paper-${item.place}`);
    item.node.remove();
    input?.focus();
    if (input && words.required !== undefined) input.required = !items.some((one) => one.place === item.place);
    remember();
    // Where the line is broken, the portal throws it away by itself later.
    if (item.id !== '') await ask(item, `/tai-len/${item.id}`, 'DELETE').catch(() => undefined);
  }

  function choose(place, file) {
    const facts = { place, name: file.name, size: file.size, file };
    const isSame = (item) => item.place === place && item.name === file.name && item.size === file.size;
    const begun = items.find((item) => item.file === null && !isWhole(item) && isSame(item));
    if (begun) {
      begun.file = file;
      show(begun);
      enqueue(begun);
      return;
    }
    const isTooLarge = file.size > LARGEST || file.size === 0;
    const item = add({ ...facts, trouble: isTooLarge ? words.large : '' });
    if (!isTooLarge) enqueue(item);
  }

  // What the page shows as sent, and what this tab remembers.
  for (const node of form.querySelectorAll('li[data-upload]')) {
    const { upload: id, name, size, offset } = node.dataset;
    const place = Number(node.closest('[data-place]').dataset.place);
    add({ id, place, name, size: Number(size), offset: Number(offset), node });
  }
  for (const known of remembered()) {
    if (items.some((item) => item.id === known.id)) continue;
    const item = { ...known, node: element('li'), offset: 0 };
    queue = queue.then(async () => {
      await look(item).catch(() => undefined);
      if (item.id !== '') add(item);
    });
  }

  for (const input of form.querySelectorAll('input[type=file]')) {
    const place = Number(input.closest('[data-place]').dataset.place);
    input.addEventListener('change', () => {
      for (const file of input.files) choose(place, file);
      // It is on its way already and need not come with the form.
      input.value = '';
    });
  }

  let isWaiting = false;
  form.addEventListener('submit', (event) => {
    if (items.some(isUnderWay)) {
      event.preventDefault();
      status.textContent = words.waiting;
      if (isWaiting) return;
      isWaiting = true;
      const button = event.submitter;
      const settle = async () => {
        while (items.some(isUnderWay)) await queue;
        isWaiting = false;
        status.textContent = '';
        form.requestSubmit(button);
      };
      void settle();
    } else if (items.some((item) => !isWhole(item)) && !['keep', 'more'].includes(event.submitter?.name)) {
      event.preventDefault();
      status.textContent = words.unfinished;
    } else {
      try {
        sessionStorage.removeItem(REMEMBERED);
      } catch {
        // It remembered nothing.
      }
    }
  });
})();
