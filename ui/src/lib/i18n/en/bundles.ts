import type { BundleRefusal } from '$lib/generated/types';
import type { Explanation } from '../shapes';
import type { bundles as vietnamese } from '../vi/bundles';

export const bundles: typeof vietnamese = {
  title: 'Sealed bundles on a stick',
  intro:
    'No line for long: write what waits into a sealed file, take it to a computer with a line or to the portal’s administration, and bring the answer back here.',
  write: 'Write a sealed bundle',
  waiting: (acts, documents) => `Waiting acts: ${acts}, documents: ${documents}.`,
  nothing: 'Nothing waits to be sent.',
  forbidden: 'The unit’s rules forbid bundles on sticks.',
  notReady: 'This computer has to be connected to the portal once before it can write a bundle.',
  carry: 'Carry another computer’s bundle',
  read: 'Read an answer',
  written: (number) => `Bundle ${number} was written. Take the hand-over slip along.`,
  columns: ['Bundle', 'Written', 'Content', 'Fingerprint', 'State'],
  content: (acts, documents) => `acts: ${acts}, documents: ${documents}`,
  read_at: (accepted, refused) =>
    refused === 0 ? `answered: ${accepted} accepted` : `answered: ${accepted} accepted, ${refused} refused`,
  settled: 'all sent over the line',
  pending: (waiting) => `no answer yet, waiting: ${waiting}`,
  slip: 'Hand-over slip',
  kinds: { acts: 'Acts of a computer', answer: 'Answer of the portal' },
  from: (unit, number, at) => `${unit}, bundle ${number}, written ${at}`,
  compare: 'Compare the fingerprint with the hand-over slip before you send it:',
  send: 'Send to the portal',
  sending: 'Sending to the portal…',
  carried: 'The portal took the bundle in. Take the answer back to the computer that wrote it.',
  carriedUnsaved: 'The portal took the bundle in, but its answer was not saved. Carry the bundle again to get it.',
  isAnswer: 'This is an answer: take it back to the computer that wrote the bundle and read it there.',
  taken: (number, accepted, refused) =>
    `Bundle ${number}: ${accepted} accepted${refused ? `, ${refused} refused` : ''}.`,
  news: (entries, at, behind) =>
    `${entries} new entries of the unit, true up to ${at}${behind ? `; ${behind} more the next time` : ''}.`,
  slipTitle: 'Hand-over of a sealed bundle',
  slipRows: {
    number: 'Bundle',
    madeAt: 'Written',
    content: 'Content',
    fingerprint: 'Fingerprint',
    given: 'Given by (signature, name)',
    taken: 'Taken by (signature, name)',
    takenAt: 'Taken at'
  },
  slipHeader: ['Item', 'Content']
};

export const bundleNoes: Record<BundleRefusal['type'], Explanation> = {
  forbidden: {
    what: 'The unit’s rules forbid bundles on sticks.',
    todo: 'The acts stay in the outbox and go out with a line. Ask your administrator if the rule should change.'
  },
  key_not_told: {
    what: 'The portal does not know this computer’s key yet.',
    todo: 'Connect to the portal once; after that bundles can be written without a line.'
  },
  nothing_waits: { what: 'Nothing waits to be sent.', todo: 'Everything of this computer has reached the portal.' },
  not_a_bundle: { what: 'This file is no sealed bundle.', todo: 'Choose a file that ends in .motcua.' },
  is_an_answer: {
    what: 'This is an answer of the portal, no bundle of acts.',
    todo: 'Take it to the computer that wrote the bundle and choose “Read an answer” there.'
  },
  is_no_answer: {
    what: 'This is a computer’s bundle of acts, no answer.',
    todo: 'Choose “Carry another computer’s bundle”, or take it to the portal’s administration.'
  },
  other_portal: {
    what: 'This file is for another portal, or of one.',
    todo: 'Take it to the portal of the computer that wrote it. Nothing has changed here.'
  },
  other_desk: {
    what: 'This answer is for another computer.',
    todo: 'Take it to the computer that wrote the bundle; unit and number stand on the hand-over slip.'
  },
  damaged: {
    what: 'The file is damaged or was changed.',
    todo: 'Nothing was taken in. Copy it anew, or write a new bundle at its computer.'
  },
  too_new: {
    what: 'The file was written by a newer program.',
    todo: 'Update the program that reads it and try again; the file stays good.'
  },
  unknown_desk: {
    what: 'The portal does not know the computer that signed this bundle.',
    todo: 'It has to be enrolled and connected once before it writes bundles.'
  },
  revoked: {
    what: 'The computer was revoked: what is in the bundle is kept in quarantine and was not judged.',
    todo: 'Ask your administrator; what is still needed is done anew at another computer.'
  },
  read_before: { what: 'This answer was read before.', todo: 'Nothing is to be done; see the list of bundles.' },
  older: {
    what: 'This answer is older than what this computer knows.',
    todo: 'It need not be read: later words of the portal are here. What still waits is answered the next time.'
  },
  too_large: { what: 'The file is larger than 32 MB.', todo: 'It is no sealed bundle; check the file.' }
};
