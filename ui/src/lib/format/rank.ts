/** How well a text answers what was typed: without accents, by words, by initials, or by letters in their order. */
import { fold } from './fold';

const FIRST = 100;
const WORD = 80;
const INITIALS = 60;
const WITHIN = 50;
const SCATTERED = 20;

function isScattered(word: string, text: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

function scoreWord(word: string, text: string, words: string[], initials: string): number | null {
  if (text.startsWith(word)) return FIRST;
  if (words.some((one) => one.startsWith(word))) return WORD;
  if (word.length > 1 && initials.includes(word)) return INITIALS;
  if (text.includes(word)) return WITHIN;
  return word.length > 2 && isScattered(word, text) ? SCATTERED : null;
}

/** The higher the better; `null` where a typed word is not in the text in any way. */
export function score(text: string, query: string): number | null {
  const folded = fold(text);
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const initials = words.map((word) => word[0]).join('');
  let sum = 0;
  const typed = fold(query).split(' ');
  for (const word of typed) {
    const points = scoreWord(word, folded, words, initials);
    if (points === null) return null;
    sum += points;
  }
  return sum / typed.length;
}

/** What answers the query, the best first, equals in their order; everything where nothing was typed. */
export function rank<Item>(items: Item[], query: string, textOf: (item: Item) => string): Item[] {
  if (query.trim() === '') return items;
  return items
    .map((item, place) => ({ item, place, points: score(textOf(item), query) }))
    .filter((one): one is { item: Item; place: number; points: number } => one.points !== null)
    .sort((a, b) => b.points - a.points || a.place - b.place)
    .map((one) => one.item);
}
