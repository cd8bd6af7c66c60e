/**
 * Words that people read stand in src/lib/i18n, in both languages: none in the markup of a screen, nor in what a screen
 * reader says. A rule for ESLint; keys of the keyboard (`<kbd>`) are called the same everywhere.
 */
const WORD = /\p{L}{2,}/u;
const READ = new Set([
  'title',
  'label',
  'alt',
  'placeholder',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext'
]);
/** What of an expression ends up in what it gives. */
const PARTS = new Set(['ConditionalExpression', 'LogicalExpression', 'TemplateLiteral', 'BinaryExpression']);

const isKey = (node) => node?.type === 'SvelteElement' && node.name?.name === 'kbd';
const isRead = (attribute) => READ.has(attribute?.key?.name);

/** The place in the markup where the value of an expression is shown, if it is. */
function shownAt(node) {
  let [at, from] = [node.parent, node];
  while (at && PARTS.has(at.type)) {
    // What is compared is not shown.
    if (at.type === 'ConditionalExpression' && at.test === from) return null;
    if (at.type === 'BinaryExpression' && at.operator !== '+') return null;
    [at, from] = [at.parent, at];
  }
  if (at?.type !== 'SvelteMustacheTag') return null;
  const holder = at.parent;
  if (holder?.type === 'SvelteAttribute') return isRead(holder) ? holder : null;
  return holder?.type === 'SvelteElement' || holder?.type?.endsWith('Block') ? holder : null;
}

export default {
  meta: { type: 'problem', schema: [], messages: { literal: '“{{text}}” belongs into src/lib/i18n.' } },
  create(context) {
    const check = (node, text) => {
      if (WORD.test(text)) context.report({ node, messageId: 'literal', data: { text: text.trim() } });
    };
    return {
      SvelteText(node) {
        const holder = node.parent;
        if (holder.type !== 'SvelteStyleElement' && holder.type !== 'SvelteScriptElement' && !isKey(holder))
          check(node, node.value);
      },
      SvelteLiteral(node) {
        if (isRead(node.parent)) check(node, node.value);
      },
      Literal(node) {
        const holder = typeof node.value === 'string' ? shownAt(node) : null;
        if (holder !== null && !isKey(holder)) check(node, node.value);
      },
      TemplateElement(node) {
        const holder = shownAt(node);
        if (holder !== null && !isKey(holder)) check(node, node.value.cooked ?? '');
      }
    };
  }
};
