/**
 * The text in the QR code of a citizen's identity card: fields between bars. The order in use is
 * number | old number | name | birth | sex | address | date of issue; a birth is written ddMMyyyy.
 */
import type { Date as Day } from '$lib/generated/types';
import { parseDay } from './moment';

export interface CitizenCard {
  identityNumber: string;
  name: string;
  birthDate: Day | null;
  address: string;
}

/** What the card says, or `null` where the text is no card. */
export function parseCitizenCard(text: string): CitizenCard | null {
  const parts = text.split('|').map((part) => part.replace(/\s+/g, ' ').trim());
  const identityNumber = parts[0] ?? '';
  const name = (parts[2] ?? '').normalize('NFC');
  if (parts.length < 6 || !/^(\d{9}|\d{12})$/.test(identityNumber) || name === '') return null;
  return { identityNumber, name, birthDate: parseDay(parts[3] ?? ''), address: (parts[5] ?? '').normalize('NFC') };
}
