/**
 * Holds every screen against WCAG 2.2 AA with axe, in light, dark and high contrast, on the desk in memory, and walks it
 * with Tab: whatever has the focus must show it. `npm run accessibility`; needs a Chromium, named in CHROMIUM if need be.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { preview } from 'vite';
import { Chromium } from './chromium.js';

const CTRL = 2;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS = [
  ['light', 'vi'],
  ['dark', 'en'],
  ['contrast', 'vi']
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const id = (name) => `[data-testid="${name}"]`;

const server = await preview({ preview: { port: 4199, strictPort: false }, logLevel: 'error' });
const base = server.resolvedUrls.local[0];
const browser = new Chromium();
let bad = 0;
let looked = 0;

const say = (text) => process.stdout.write(`${text}\n`);

async function look(page, name) {
  await page.rest(450);
  const options = JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] });
  if (!(await page.run(`'axe' in window`))) await page.run(axe);
  const { violations } = await page.run(`axe.run(document, ${options})`);
  looked += 1;
  for (const { id: rule, help, nodes } of violations) {
    bad += 1;
    say(`✗ ${name}: ${rule} (${help})`);
    for (const node of nodes.slice(0, 4)) {
      const facts = node.any[0]?.data;
      const ratio = facts?.contrastRatio ? ` ${facts.fgColor} on ${facts.bgColor}: ${facts.contrastRatio}` : '';
      say(`    ${node.target.join(' ')}${ratio}`);
    }
  }
}

/** Walks with Tab; answers what had the focus without showing it. */
async function walk(page, name) {
  await page.run('document.activeElement?.blur()');
  const seen = new Set();
  for (let n = 0; n < 90; n += 1) {
    await page.press('Tab');
    const [place, isShown] = await page.run(`(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return ['', true];
      const rect = (e) => JSON.stringify(e.getBoundingClientRect());
      const shows = (e) => { const s = e && getComputedStyle(e); return s && (s.outlineStyle !== 'none' || s.boxShadow !== 'none'); };
      const inner = one.querySelector('.row.current');
      const label = one.dataset.testid ?? one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 40);
      return [one.tagName + ' ' + label + rect(one).slice(0, 40),
        [one, one.nextElementSibling, one.parentElement, inner].some(shows)];
    })()`);
    if (seen.has(place)) break;
    seen.add(place);
    if (isShown) continue;
    bad += 1;
    say(`✗ ${name}: no focus to be seen on ${place}`);
  }
  return seen.size;
}

async function signIn(page, [theme, language], user, query = '') {
  await page.go(`${base}icon.svg`);
  await page.rest(150);
  await page.run(`localStorage.setItem('mot-cua', ${JSON.stringify(JSON.stringify({ theme, language }))})`);
  await page.go(`${base}${query}`);
  await page.find(id(`user-${user}`));
  await look(page, `${theme} sign-in`);
  await page.click(id('forgotten'));
  await page.find(id('reset-dialog'));
  await look(page, `${theme} forgotten password`);
  await shut(page);
  await page.click(id(`user-${user}`));
  await page.type(id('secret'), 'x');
  await page.click(id('sign-in'));
  await page.find(id('user-menu'));
  await page.rest(400);
}

/** Follows a link, as a change of the address alone would load the page anew and sign the person out. */
async function visit(page, route) {
  await page.run(`(() => {
    const link = Object.assign(document.createElement('a'), { href: '#/${route}' });
    document.querySelector('main').append(link);
    link.click();
    link.remove();
  })()`);
  await page.rest(300);
  await page.find(id('user-menu'));
  const place = await page.run('location.hash');
  if (place !== `#/${route}`) throw new Error(`asked for ${route}, is at ${place}`);
}

const shut = async (page) => {
  await page.press('Escape');
  await page.rest(150);
};

async function clerk(page, looks) {
  const [theme] = looks;
  await signIn(page, looks, 'hoa');
  await look(page, `${theme} list`);
  say(`${theme}: ${await walk(page, `${theme} list`)} places by Tab in the list`);
  await page.press('k', CTRL);
  await page.find(id('palette'));
  await look(page, `${theme} commands`);
  await shut(page);
  await page.run(`document.querySelector('[data-list]').focus()`);
  await page.press('Enter');
  await page.find(id('case-applicant'));
  await look(page, `${theme} case`);
  say(`${theme}: ${await walk(page, `${theme} case`)} places by Tab in a case`);
  await page.click(id('user-menu'));
  await look(page, `${theme} user menu`);
  await shut(page);
  for (const [button, name] of [
    ['due', 'due date'],
    ['connection', 'line'],
    ['news-open', 'news'],
    ['view-open', 'saving a view'],
    ['look-open', 'columns and groups']
  ]) {
    await page.click(id(button));
    await look(page, `${theme} ${name}`);
    await shut(page);
  }
  await page.press('?');
  await page.find(id('shortcuts-help'));
  await look(page, `${theme} keys`);
  await shut(page);
  await page.click(id('help-open'));
  await page.find(id('help-dialog'));
  await look(page, `${theme} help`);
  await shut(page);
  await page.click(id('user-menu'));
  await page.click(id('pin-open'));
  await look(page, `${theme} PIN`);
  await shut(page);
  await page.click(id('look-open'));
  await page.click(id('group-service'));
  await shut(page);
  await page.find(id('group'));
  await look(page, `${theme} groups`);
  await page.click(id('look-open'));
  await page.click(id('group-none'));
  await shut(page);
  await page.click(id('queue-to_hand_over'));
  await page.rest(400);
  await page.click(id('row'));
  await page.click(id('act-hand_over'));
  await page.find(id('signature'));
  await look(page, `${theme} act hand_over`);
  await page.click(id('dialog-close'));
  await page.click(id('queue-new'));
  await page.rest(400);
  await page.click(id('row'));
  for (const act of ['accept', 'request_supplement', 'reject', 'note']) {
    await page.find(`${id(`act-${act}`)}, ${id('acts-more')}`);
    await page.run(`document.querySelector('${id('acts-more')}')?.click()`);
    await page.click(id(`act-${act}`));
    await page.find(id('act-dialog'));
    await look(page, `${theme} act ${act}`);
    await page.click(id('dialog-close'));
    await page.rest(200);
  }
  await page.run(`document.querySelector('[data-list]').focus()`);
  await page.press('a');
  await page.find(id('pending'));
  await look(page, `${theme} act that waits`);
  await page.click(id('pending-undo'));
  await page.type(id('search'), 'thi han:<3 mau:do');
  await look(page, `${theme} conditions`);
  await page.run(`document.querySelector('${id('search')}').blur()`);
  await page.run(`document.querySelector('[data-list]').focus()`);
  await page.run(`for (const key of '036192007781||Lê Thị Bích Phượng|10021992|Nữ|Tổ 9|01012021')
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`);
  await page.find(id('scan-dialog'));
  await look(page, `${theme} scanned card`);
  await page.click(id('scan-receive'));
  await page.find(id('field-identity'));
  await look(page, `${theme} reception`);
  say(`${theme}: ${await walk(page, `${theme} reception`)} places by Tab in the reception`);
  for (const route of [
    'import',
    'reports',
    'numbers',
    'outages',
    'outbox',
    'conflicts',
    'cases/all',
    'cases/to_sign'
  ]) {
    await visit(page, route);
    await look(page, `${theme} ${route}`);
  }
}

/** The heads' screens and dialogs: a review that is returned, a signature with its document. */
async function heads(page, looks) {
  const [theme] = looks;
  for (const [user, act] of [
    ['tuan', 'return_step'],
    ['hung', 'approve'],
    ['minh', 'propose_result']
  ]) {
    await signIn(page, looks, user);
    for (const route of user === 'minh' ? [] : ['dashboard', 'board', 'audit']) {
      await visit(page, route);
      await look(page, `${theme} ${route}`);
      if (route !== 'board') continue;
      await page.click(id('suggest-open'));
      await page.find(id('suggested'));
      await look(page, `${theme} suggested assignments`);
      await shut(page);
    }
    await visit(page, 'cases/mine');
    await page.find(id('row'));
    const rows = await page.run(`document.querySelectorAll('${id('row')}').length`);
    for (let n = 0; n < rows; n += 1) {
      await page.run(`document.querySelectorAll('${id('row')}')[${n}].click()`);
      await page.rest(250);
      if (await page.run(`document.querySelector('${id(`act-${act}`)}') !== null`)) break;
    }
    await page.click(id(`act-${act}`));
    await page.rest(900);
    await look(page, `${theme} act ${act}`);
    await shut(page);
  }
}

try {
  for (const looks of LOOKS) {
    const page = await browser.open(1280, 800);
    await clerk(page, looks);
    await heads(page, looks);
    await signIn(page, looks, 'hoa', '?line=offline&empty');
    await look(page, `${looks[0]} without a line, empty`);
  }
} finally {
  await browser.close();
  server.httpServer.close();
}
say(bad === 0 ? `✓ ${looked} screens, nothing found` : `${bad} findings on ${looked} screens`);
process.exit(bad === 0 ? 0 : 1);
