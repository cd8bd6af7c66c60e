/** A Chromium without a window, spoken to over its debugging pipe: messages of JSON, each ended by a zero byte. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 30_000;
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Chromium {
  #next = 1;
  #answers = new Map();
  #rest = '';

  constructor(program = process.env.CHROMIUM ?? 'chromium') {
    this.folder = mkdtempSync(join(tmpdir(), 'accessibility-'));
    const values = ['--headless=new', '--no-sandbox', '--remote-debugging-pipe', `--user-data-dir=${this.folder}`];
    this.process = spawn(program, values, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.process.on('error', (error) => {
      console.error(`${program} cannot be started: ${error.message}. Name another one in CHROMIUM.`);
      process.exit(2);
    });
    this.process.stdio[4].setEncoding('utf8').on('data', (text) => this.#hear(text));
  }

  #hear(text) {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      const answer = this.#answers.get(id);
      this.#answers.delete(id);
      if (error) answer?.reject(new Error(error.message));
      else answer?.resolve(result);
    }
  }

  ask(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
      this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
  }

  async open(width, height) {
    const { targetId } = await this.ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.ask('Target.attachToTarget', { targetId, flatten: true });
    const size = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.ask('Emulation.setDeviceMetricsOverride', size, sessionId);
    return new Page(this, sessionId);
  }

  async close() {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    await Promise.race([this.ask('Browser.close').catch(() => undefined), sleep(PATIENCE)]);
    // Its folder is its own until it has ended.
    await Promise.race([gone, sleep(PATIENCE)]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Page {
  constructor(browser, session) {
    this.ask = (method, params) => browser.ask(method, params, session);
  }

  async go(address) {
    await this.ask('Page.navigate', { url: address });
  }

  /** Runs a script in the page and answers its value. */
  async run(script) {
    const asked = { expression: script, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.ask('Runtime.evaluate', asked);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Gives files to an input; by the object, since numbers of nodes end with every update of the document. */
  async give(css, files) {
    const asked = { expression: `document.querySelector(${JSON.stringify(css)})` };
    const { result } = await this.ask('Runtime.evaluate', asked);
    await this.ask('DOM.setFileInputFiles', { objectId: result.objectId, files });
  }

  /** Waits for an element. */
  async find(css) {
    const end = Date.now() + PATIENCE;
    while (!(await this.run(`document.querySelector(${JSON.stringify(css)}) !== null`).catch(() => false))) {
      if (Date.now() > end) throw new Error(`waited for ${css}`);
      await sleep(50);
    }
  }

  async click(css) {
    await this.find(css);
    await this.run(`document.querySelector(${JSON.stringify(css)}).click()`);
  }

  async type(css, text) {
    await this.find(css);
    await this.run(`document.querySelector(${JSON.stringify(css)}).focus()`);
    await this.ask('Input.insertText', { text });
  }

  async press(key, modifiers = 0) {
    const text = key.length === 1 && modifiers === 0 ? key : undefined;
    const code = { Enter: 13, Escape: 27, Tab: 9, ArrowDown: 40 }[key];
    const stroke = { key, text, modifiers, windowsVirtualKeyCode: code };
    await this.ask('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...stroke });
    await this.ask('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke });
    // Keys of letters are held back for a moment, to tell a scanner from a hand.
    await sleep(80);
  }

  rest = sleep;
}
