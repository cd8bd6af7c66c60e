/**
 * Shows the entries of a form that are asked after what was answered so far, and says what is wrong with one once it was
 * left. The portal judges; the form works the same without this script.
 */
(() => {
  'use strict';
  const part = document.getElementById('declaration');
  const form = part?.closest('form');
  if (!form || !window.fetch) return;

  const entries = [...part.querySelectorAll('[data-entry]')];
  const left = new Set();
  const input = (entry) => entry.querySelector('input, select, textarea');
  let round = 0;
  let timer = 0;

  /** What was answered, without documents. */
  function answers() {
    const texts = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && (name === 'kind' || name.startsWith('entry:'))) texts.append(name, value);
    return texts;
  }

  function show({ asked, problems }) {
    for (const entry of entries) {
      const name = entry.dataset.entry;
      entry.hidden = !asked.includes(name);
      // Nothing that is not asked is sent, nor needed.
      const field = input(entry);
      const wrong = (left.has(name) && !entry.hidden && problems[name]) || '';
      const said = entry.querySelector('.problem');
      if (said.textContent !== wrong) said.textContent = wrong;
      if (wrong) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
    }
  }

  async function judge() {
    const mine = ++round;
    try {
      const answer = await fetch(part.dataset.judge + location.search, { method: 'POST', body: answers() });
      if (answer.ok && mine === round) show(await answer.json());
    } catch {
      // Without a line the form stays as it is; sending it tells.
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(judge, 150);
  }

  for (const entry of entries) {
    for (const when of entry.querySelectorAll('.when')) when.remove();
    if (entry.querySelector('.problem').textContent) left.add(entry.dataset.entry);
    input(entry).addEventListener('blur', () => {
      left.add(entry.dataset.entry);
      soon();
    });
  }
  part.addEventListener('input', soon);
  form.elements.namedItem('kind')?.addEventListener('change', soon);
  void judge();
})();
