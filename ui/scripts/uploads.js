/**
 * A document that is sent while the line breaks: through a small relay that cuts connections in the middle, over a reload,
 * and with a cancel. Throws where something is not as it should be.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** A relay to the portal; `cut` ends every connection after so many bytes of the browser's, `null` none. */
export async function relay(port) {
  const line = { cut: null, sent: 0, broken: 0 };
  const server = createServer((browser) => {
    const portal = connect(port, '127.0.0.1');
    const end = () => {
      browser.destroy();
      portal.destroy();
    };
    browser.on('data', (bytes) => {
      line.sent += bytes.length;
      if (line.cut !== null && line.sent > line.cut) {
        line.broken += 1;
        end();
      } else portal.write(bytes);
    });
    portal.on('data', (bytes) => browser.write(bytes));
    for (const socket of [browser, portal]) socket.on('error', end).on('close', end);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { line, address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function until(page, what, script) {
  const end = Date.now() + 60_000;
  while (!(await page.run(script).catch(() => false))) {
    if (Date.now() > end) throw new Error(`waited for ${what}`);
    await page.rest(100);
  }
}

async function choose(page, file) {
  await page.give('input[type=file]', [file]);
}

const WHOLE = `document.querySelector('input[name=uploaded]') !== null`;
const ITEM = `document.querySelector('.uploads li')?.textContent ?? ''`;

/** Files a service with a document of three megabytes over lines that break; `look` takes pictures. */
export async function uploads(page, portal, service, unit, folder, look) {
  const { line, address, close } = await relay(new URL(portal).port);
  const file = join(folder, 'ban-ve.pdf');
  writeFileSync(file, Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(3 * 1024 * 1024)]));
  await page.go(`${address}/nop-ho-so/${service}`);
  await until(page, 'the form', `document.querySelector('form[data-uploads]') !== null`);
  // The line breaks in the middle, and stays broken for a while.
  line.cut = line.sent + 900_000;
  await choose(page, file);
  await until(page, 'the broken line to be told', `/mất kết nối/.test(${ITEM})`);
  await look(page, 'upload-broken');
  const before = await page.run(ITEM);
  if (!/[1-9]\d?%/.test(before)) throw new Error(`nothing of it had arrived: ${before}`);
  // The page is loaded anew over a whole line: what had arrived is known, and the same file goes on.
  line.cut = null;
  await page.go(`${address}/nop-ho-so/${service}`);
  await until(page, 'the part after the reload', `/chọn lại đúng tệp này/.test(${ITEM})`);
  await look(page, 'upload-after-reload');
  const sent = line.sent;
  await choose(page, file);
  await until(page, 'the whole', WHOLE);
  if (line.sent - sent > 2_900_000) throw new Error('it was sent from the beginning');
  // Another one breaks once and goes on by itself; a third is cancelled on its way.
  line.cut = line.sent + 600_000;
  await choose(page, file);
  await until(
    page,
    'the second break',
    `/mất kết nối/.test(document.querySelectorAll('.uploads li')[1]?.textContent ?? '')`
  );
  line.cut = null;
  await until(page, 'the second whole', `document.querySelectorAll('input[name=uploaded]').length === 2`);
  line.cut = line.sent + 400_000;
  await choose(page, file);
  await until(page, 'the third to break', `document.querySelectorAll('.uploads li').length === 3`);
  line.cut = null;
  await page.run(`document.querySelectorAll('.uploads li')[2].querySelector('button').click()`);
  await until(page, 'the third to go', `document.querySelectorAll('.uploads li').length === 2`);
  await look(page, 'upload-whole');
  await page.run(`document.querySelector('#unit').value = ${JSON.stringify(unit)}`);
  for (const [css, text] of [
    ['#name', 'Trần Thị Mai'],
    ['#address', 'Số 1 Hàng Tiện'],
    ['#phone', '0912345678'],
    ['#entry-0', 'Khai sinh'],
    ['#entry-3', '1']
  ]) {
    await page.run(`document.querySelector('${css}').value = ${JSON.stringify(text)}`);
  }
  // What is no document is told at once and hinders nobody.
  const other = join(folder, 'khong-phai.pdf');
  writeFileSync(other, '<html></html>');
  await choose(page, other);
  await until(page, 'the refusal', `document.querySelector('.uploads .wrong')?.textContent.includes('không phải PDF')`);
  await page.run(`[...document.querySelectorAll('.uploads li')].at(-1).querySelector('button').click()`);
  await page.run(`document.querySelector('main form button:not([name]):not([type])').click()`);
  await until(page, 'the application to be filed', `document.querySelector('.reference, #mine') !== null`);
  if (line.broken < 2) throw new Error('the line never broke');
  close();
}
