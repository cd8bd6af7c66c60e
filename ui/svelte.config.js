import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    // One page, served from the window itself: no server, no paths to fall back from.
    adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html' }),
    // The same source gives the same files.
    version: { name: version },
    router: { type: 'hash' },
    csp: { mode: 'hash', directives: { 'script-src': ['self'] } }
  }
};
