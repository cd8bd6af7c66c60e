/** Words for what an office has apart from cases: numbers, registers, outages. */
import type { AgencyClass } from '$lib/generated/types';

export const numbers = {
  title: 'Numbers and registers of this computer',
  intro:
    'Each computer has its own span of case numbers for every day, and holds document registers alone: so numbers can be given without a line, and never twice.',
  codes: 'Case numbers of the day',
  span: (first: number, last: number) => `From ${String(first).padStart(4, '0')} to ${String(last).padStart(4, '0')}`,
  left: (count: number) => `${count} left today`,
  few: 'With a line this computer gets further numbers for today by itself; without one, receive the rest of the day at another computer of the unit.',
  runsOut: (left: number) => `This computer has only ${left} case numbers left for today, and no line to get more.`,
  runsOutTodo:
    'Restore the line (a phone will do, a minute is enough) and the computer gets further numbers by itself, or send the next applicants to another computer of the unit.',
  noneLeft: 'This computer has no case numbers left for today: nothing more can be received.',
  noneOffline:
    'What you typed is kept. Restore the line: the computer gets further numbers, then press receive again. If it cannot be restored: receive at another computer of the unit, or let people apply online; tomorrow this computer has all its numbers again.',
  noneOnline:
    'What you typed is kept. The computer is asking for further numbers, which takes seconds: press receive again. If there are still none: the unit has used up all numbers of the day, or this clock shows a wrong day; tell the administrator.',
  registers: 'Document registers',
  register: 'Register',
  where: 'Held by',
  here: 'This computer',
  nobody: 'Nobody',
  next: 'Next number',
  release: 'Give back',
  take: 'Take',
  releaseAsk: (book: string) =>
    `Give the register ${book} back? This computer cannot number any more until it takes it again; another one of the unit can take it at once.`,
  released: (book: string) => `The register ${book} was given back.`,
  taken: (book: string) => `This computer holds the register ${book}.`,
  unknown: 'There is no line: only the registers of this computer are shown, and none can move.',
  held: 'Ask the computer that holds it to give it back. Broken or lost: the administrator revokes it at the portal, which frees its registers.',
  none: 'The unit has no registers.'
};

export const outages = {
  title: 'Diary of outages',
  intro: 'Each loss of the line is written down: from when to when, what was done, which cases were due meanwhile.',
  from: 'From',
  to: 'Until',
  length: 'Time',
  lasting: 'not back yet',
  done: 'Done meanwhile',
  received: 'New case received',
  touched: 'Cases due',
  nothing: '–',
  print: 'Print the minutes',
  save: 'Save the minutes',
  empty: 'The line was never lost this month.',
  sum: (count: number, length: string) => `${count} times, ${length} together`
};

export const more = {
  indicesHead: ['#', 'Index', 'Points', 'Source'],
  indices: [
    'Total time against the rule',
    'Time of each agency involved',
    'Contacts to complete the dossier',
    'Agencies to be contacted',
    'Organisation of the one-stop shop',
    'Publication of procedures',
    'Attitude of officials',
    'Handling of complaints',
    'Online services'
  ],
  fromCases: 'from cases',
  declared: 'declared by the unit (catalogue)',
  meanOf: (count: number) => `Mean of ${count} cases finished in the period (Circular 01/2018/TT-VPCP, Art. 13–15).`,
  classes: {
    excellent: 'Excellent',
    good: 'Good',
    fair: 'Fair',
    average: 'Average',
    weak: 'Weak'
  } satisfies Record<AgencyClass, string>,
  noClass: 'Not classified: some indices have no points.',
  reused: 'Digitised papers used again',
  book: 'The printed book and PDF of a whole year have a cover, an opening and a closing.'
};

export const people = {
  others: 'Applying together',
  add: 'Add another applicant',
  remove: (name: string) => `Remove ${name || 'this person'}`,
  number: (n: number) => `Person ${n}`,
  together: 'Applying together',
  reuse: 'Digitised papers of this person',
  reuseHint: 'Used again, they need not be brought or scanned once more.',
  use: 'Use again',
  used: 'Used',
  from: (code: string) => `from case ${code}`,
  unknownKind: (text: string) => `“${text}” is no citizen, business, agency or organisation`
};
