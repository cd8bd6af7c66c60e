/** Sizes and codes as people read them. */

/** A number of bytes: '420 KB', '1,4 MB'. */
export function formatSize(bytes: number, decimal = ','): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1).replace('.', decimal)} MB`;
}

/** The day and number of a case code, which tell cases of one unit apart: `261123-0014`. */
export function shortCode(code: string): string {
  return code.split('-').slice(-2).join('-');
}

/** The letters that stand for a person in a list: the first of the family name and the first of the given name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** An amount of money: `1.250.000 đ`. */
export const dong = (amount: number): string => `${String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, '.')} đ`;
