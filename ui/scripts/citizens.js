/**
 * Walks the portal's pages as a citizen, as a head and as an administrator, on a phone and on a desk's screen, with
 * scripts and without. Holds each page against WCAG 2.2 AA with axe. Scripts make pages better: documents that go on
 * after a broken line, tried through a line that breaks, entries of a form that others call for, and passkeys, tried
 * with a virtual authenticator. `make citizens` gives the address of a portal with the sample province.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Chromium } from './chromium.js';
import { passkeys, staffPasskeys } from './passkeys.js';
import { uploads } from './uploads.js';

const [base, pictures] = process.argv.slice(2);
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const say = (text) => process.stdout.write(`${text}\n`);
/** Cấp bản sao trích lục hộ tịch, at the sample's ward. */
const [SERVICE, UNIT] = ['2.000635', '000.01.21.H40'];
/** One grey point. */
const SCAN = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGMAAAAAAgABd81ytgAAAABJRU5ErkJggg==';

mkdirSync(pictures, { recursive: true });
const scan = resolve(pictures, 'to-khai.png');
writeFileSync(scan, Buffer.from(SCAN, 'base64'));
const browser = new Chromium();
let bad = 0;
let looked = 0;

async function look(page, name) {
  await page.rest(250);
  const { data } = await page.ask('Page.captureScreenshot', { captureBeyondViewport: true });
  looked += 1;
  writeFileSync(join(pictures, `${String(looked).padStart(2, '0')}-${name}.png`), Buffer.from(data, 'base64'));
  const scripts = await page.run('[...document.scripts].map((script) => new URL(script.src, location).pathname)');
  if (scripts.some((path) => !['/uploads.js', '/filing.js', '/passkeys.js'].includes(path)))
    throw new Error(`${name} has a script: ${scripts}`);
  const wide = await page.run('document.documentElement.scrollWidth > innerWidth');
  if (wide) {
    bad += 1;
    say(`✗ ${name}: wider than the screen`);
  }
  // Without scripts axe does not run either: these pages are the same as those that it saw.
  if (page.isPlain) return;
  await page.run(axe);
  const { violations } = await page.run(`axe.run(document, ${JSON.stringify({ runOnly: RULES })})`);
  for (const { id: rule, help, nodes } of violations) {
    bad += 1;
    say(
      `✗ ${name}: ${rule} (${help}): ${nodes
        .slice(0, 3)
        .map((node) => node.target.join(' '))
        .join(', ')}`
    );
  }
}

/** Goes to a page and waits until it is there. */
async function visit(page, path) {
  await page.run('window.left = true').catch(() => undefined);
  await page.go(base + path);
  await arrived(page);
}

/** The next page has come: the mark of the last one is gone. */
async function arrived(page) {
  const end = Date.now() + 20_000;
  const isHere = `window.left !== true && document.readyState === 'complete' && document.querySelector('main') !== null`;
  while (!(await page.run(isHere).catch(() => false))) {
    if (Date.now() > end) throw new Error('the next page does not come');
    await page.rest(50);
  }
}

async function send(page, css) {
  await page.run('window.left = true');
  await page.click(css);
  await arrived(page);
}

async function contains(page, text) {
  const isThere = await page.run(`document.body.textContent.includes(${JSON.stringify(text)})`);
  if (!isThere) throw new Error(`the page at ${await page.run('location.pathname')} does not say: ${text}`);
}

/** Fills in what the form asks, the number wrongly at first. */
async function declare(page, name) {
  await page.run(`document.querySelector('#entry-0').value = 'Khai sinh'`);
  await page.type('#entry-3', 'nhiều');
  await send(page, 'main form button:not([name]):not([type])');
  await contains(page, 'Ghi một số nguyên, ít nhất 1, nhiều nhất 50.');
  await look(page, `${name}-filing-wrong`);
  await page.run(`document.querySelector('#entry-3').value = ''`);
  await page.type('#entry-3', '2');
}

async function citizen(page, name) {
  for (const [path, what] of [
    ['/', 'home'],
    [`/dich-vu/${SERVICE}`, 'service'],
    ['/tra-cuu', 'look-up'],
    ['/thong-ke', 'statistics'],
    ['/danh-gia', 'ratings'],
    ['/kiem-tra-ket-qua', 'verification'],
    ['/dang-ky', 'sign-up']
  ]) {
    await visit(page, path);
    await look(page, `${name}-${what}`);
  }
  await page.type('#name', 'Trần Thị Mai');
  await page.type('#login', `${name}@example.vn`);
  await page.type('#password', 'mật khẩu rất dài');
  await send(page, 'main form button');
  await visit(page, `/nop-ho-so/${SERVICE}`);
  await page.run(`document.querySelector('#unit').value = '${UNIT}'`);
  await page.type('#address', 'Số 1 Hàng Tiện');
  await page.type('#phone', '0912345678');
  await declare(page, name);
  await page.give('input[type=file]', [scan]);
  await look(page, `${name}-filing`);
  await send(page, 'main form button:not([name]):not([type])');
  await look(page, `${name}-filed`);
  await send(page, '#mine');
  await contains(page, 'Trần Thị Mai');
  await look(page, `${name}-case`);
  await visit(page, '/ho-so-cua-toi');
  await look(page, `${name}-cases`);
  await visit(page, '/hoi-dap');
  await page.run(`document.querySelector('#unit').value = '${UNIT}'`);
  await page.type('#title', `Giờ làm việc (${name})`);
  await page.type('#body', 'Bộ phận Một cửa có làm việc sáng thứ bảy không?');
  await send(page, 'main form[method=post] button');
  await contains(page, 'Chờ trả lời');
  await look(page, `${name}-questions`);
  await visit(page, '/tai-khoan');
  await look(page, `${name}-account`);
  await visit(page, '/tai-khoan/phien');
  await look(page, `${name}-sessions`);
}

async function head(page, name) {
  await visit(page, '/quan-tri/vao');
  await look(page, `${name}-staff-sign-in`);
  await page.type('#user', 'thd.ld');
  await page.type('#secret', 'motcua');
  await send(page, 'main form button');
  await look(page, `${name}-staff-home`);
  await visit(page, '/quan-tri/don-vi');
  await look(page, `${name}-staff-unit`);
  await visit(page, '/quan-tri/don-vi/bieu-do');
  await look(page, `${name}-staff-charts`);
  await visit(page, '/quan-tri/don-vi/bao-cao');
  await look(page, `${name}-staff-report`);
  await visit(page, '/quan-tri/hoi-dap');
  await look(page, `${name}-staff-questions`);
  await page.type('main textarea', 'Có, từ 7 giờ 30 đến 11 giờ.');
  await page.click('main input[type=checkbox]');
  await send(page, 'main article form button');
  await contains(page, 'đã công khai');
  await visit(page, '/quan-tri/danh-gia');
  await look(page, `${name}-staff-ratings`);
  await visit(page, '/hoi-dap');
  await contains(page, 'Có, từ 7 giờ 30 đến 11 giờ.');
  await look(page, `${name}-answered`);
}

/** The rooms of the province's administrator. */
async function administrator(page, name) {
  await visit(page, '/quan-tri/vao');
  await page.run("document.querySelector('#user').value = ''");
  await page.type('#user', 'tinh.qt');
  await page.type('#secret', 'motcua');
  await send(page, 'main form button');
  for (const [path, what] of [
    ['/quan-tri', 'home'],
    ['/quan-tri/may', 'desks'],
    ['/quan-tri/may/dong-bo', 'health'],
    ['/quan-tri/nguoi', 'people'],
    ['/quan-tri/danh-muc', 'catalogue'],
    ['/quan-tri/quoc-gia', 'national'],
    ['/quan-tri/xoa-tai-khoan', 'deletions'],
    ['/quan-tri/nhat-ky', 'actions']
  ]) {
    await visit(page, path);
    await look(page, `${name}-admin-${what}`);
  }
  await visit(page, '/quan-tri/danh-muc/du-thao');
  await look(page, `${name}-admin-drafts`);
  await send(page, 'form[action$="/bat-dau"] button');
  const draft = await page.run('location.pathname');
  await look(page, `${name}-admin-draft`);
  await visit(page, `${draft}/quoc-gia`);
  await look(page, `${name}-admin-national-lists`);
  for (const [path, what] of [
    ['/gio-lam', 'hours'],
    ['/ten-goi', 'wording'],
    ['/thong-bao', 'notices'],
    ['/so-ban-sao', 'books'],
    [`/don-vi?code=${UNIT}`, 'unit'],
    ['/don-vi', 'new-unit'],
    [`/thu-tuc?code=${SERVICE}`, 'service'],
    [`/thu-tuc/to-khai?code=${SERVICE}`, 'entries'],
    [`/thu-tuc/phi?code=${SERVICE}`, 'fees'],
    [`/thu-tuc/truong-hop?code=${SERVICE}`, 'variants'],
    [`/thu-tuc/don-vi?code=${SERVICE}`, 'offering'],
    ['/quy-trinh/C_5d', 'steps'],
    ['/van-ban', 'text']
  ]) {
    await visit(page, draft + path);
    await look(page, `${name}-admin-${what}`);
  }
  // A form that is wrong says so and keeps what was written.
  await visit(page, `${draft}/thu-tuc/truong-hop?code=${SERVICE}`);
  await page.type('#name-new', 'Nộp hộ người khác');
  await send(page, '#them button[value=add]');
  await contains(page, 'quy trình hoặc thời hạn khác');
  await look(page, `${name}-admin-variant-wrong`);
}

try {
  for (const [name, width, height, scripted] of [
    ['phone', 390, 844, true],
    ['screen', 1280, 900, true],
    ['phone-plain', 390, 844, false]
  ]) {
    const page = await browser.open(width, height);
    page.isPlain = !scripted;
    if (!scripted) await page.ask('Emulation.setScriptExecutionDisabled', { value: true });
    await citizen(page, name);
    await head(page, name);
    await administrator(page, name);
    await page.ask('Network.clearBrowserCookies');
    if (scripted) {
      const looking = (what, picture) => look(what, `${name}-${picture}`);
      const steps = { visit, send, contains, arrived, look: looking };
      await passkeys(page, name, steps);
      await staffPasskeys(page, steps);
      await page.ask('Network.clearBrowserCookies');
    }
    if (scripted)
      await uploads(page, base, SERVICE, UNIT, pictures, (what, picture) => look(what, `${name}-${picture}`));
  }
} finally {
  await browser.close();
}
say(bad === 0 ? `✓ ${looked} pages, nothing found` : `${bad} findings on ${looked} pages`);
process.exit(bad === 0 ? 0 : 1);
