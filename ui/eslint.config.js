import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import noLiterals from './scripts/no-literals.js';
import svelteConfig from './svelte.config.js';

const noTauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/lib/backend/tauri.ts talks to the window.'
};
const noBackend = {
  group: ['$lib/backend', '$lib/backend/*', '**/backend/*'],
  message: 'Components get what they show as properties; screens and state ask the backend.'
};
const noState = {
  group: ['$lib/state/*.svelte', '!$lib/state/language.svelte'],
  message: 'Components get what they show as properties.'
};

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/lib/generated/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-eval': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-imports': ['error', { patterns: [noTauri] }]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig }
    }
  },
  {
    files: ['**/*.svelte'],
    plugins: { house: { rules: { 'no-literals': noLiterals } } },
    rules: { 'house/no-literals': 'error' }
  },
  {
    files: ['src/lib/components/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noTauri, noBackend, noState] }] }
  },
  { files: ['src/lib/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } }
);
