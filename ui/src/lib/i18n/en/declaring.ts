import type { EntryKind, EntryProblem } from '$lib/generated/types';
import type { Words } from '../vi';

export const declaring: Words['declaring'] = {
  title: 'The form',
  other: 'Anything else',
  choose: 'Choose…',
  day: 'day/month/year',
  missing: 'This is not filled in.',
  malformed: (kind: EntryKind): string => {
    if (typeof kind === 'object' && 'number' in kind) {
      const { least, most } = kind.number;
      const bounds = [least === undefined ? '' : `, at least ${least}`, most === undefined ? '' : `, at most ${most}`];
      return `Write a whole number${bounds.join('')}.`;
    }
    switch (kind) {
      case 'money':
        return 'Write an amount of đồng, such as 1.500.000.';
      case 'day':
        return 'Write a day, such as 28/11/2026.';
      case 'identity_number':
        return 'An identity number has 12 digits (or 9).';
      case 'phone':
        return 'A phone number has 9 to 15 digits.';
      case 'line':
      case 'text':
        return 'Write it on one line.';
      default:
        return 'Choose one of what is offered.';
    }
  },
  problem: (problem: EntryProblem, kind: EntryKind): string =>
    problem === 'missing' ? declaring.missing : declaring.malformed(kind)
};
