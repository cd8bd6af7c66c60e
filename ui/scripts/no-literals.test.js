import { Linter } from 'eslint';
import parser from 'svelte-eslint-parser';
import { expect, it } from 'vitest';
import rule from './no-literals.js';

const found = (markup) =>
  new Linter()
    .verify(
      markup,
      {
        files: ['**/*.svelte'],
        languageOptions: { parser },
        plugins: { house: { rules: { 'no-literals': rule } } },
        rules: { 'house/no-literals': 'error' }
      },
      'Screen.svelte'
    )
    .map((one) => /“(.*)”/.exec(one.message)?.[1] ?? one.message);

it.each([
  ['<p>Xin chào</p>', 'Xin chào'],
  ['<button title="Close"></button>', 'Close'],
  ['<Field label="Name" />', 'Name'],
  ['<p>{open ? "Mở" : ""}</p>', 'Mở'],
  ['<p aria-label={`Hồ sơ ${code}`}></p>', 'Hồ sơ'],
  ['{#if open}{"Đóng"}{/if}', 'Đóng']
])('%s has words of its own', (markup, word) => {
  expect(found(markup)).toEqual([word]);
});

it.each([
  '<p>{words.title} · {count}</p>',
  '<button class="button primary" data-testid="open" title={words.open}>×</button>',
  '<kbd>Ctrl</kbd><kbd>Esc</kbd>',
  '<p class={open ? "open" : "closed"}>{state === "open" ? words.open : words.closed}</p>',
  '<style>p { color: red; }</style>',
  '<script>const name = "receive";</script>'
])('%s has none', (markup) => {
  expect(found(markup)).toEqual([]);
});
