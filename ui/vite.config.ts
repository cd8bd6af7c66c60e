import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  build: { target: 'es2022', assetsInlineLimit: 0 },
  server: { port: 1420, strictPort: true },
  test: { include: ['src/**/*.test.ts', 'scripts/**/*.test.js'], environment: 'node' }
});
