/** What refusals, failures and troubles of the line say: what happened, and what to do. */
import type { AbsenceRefusal, Trouble } from '$lib/generated/types';
import { bundleNoes } from './bundles';
import type { Explanation, FailureWords, RefusalWords } from '../shapes';

const callAdministrator = 'Tell your administrator, with the case code.';
const reload = 'Open the case again, look at its new state, then decide.';

export const refusals: RefusalWords = {
  no_such_case: () => ({
    what: 'The portal has no such case.',
    todo: 'Check the code; if it was made on another computer just now, wait for that computer to send it.'
  }),
  case_exists: () => ({ what: 'This case exists already.', todo: 'Find it in the list and go on there.' }),
  case_moved_on: (refusal, names) => ({
    what: `The case has moved on: it is “${names.status(refusal.status)}” now${refusal.step ? `, in step “${names.step(refusal.step)}”` : ''}.`,
    todo: reload
  }),
  not_in_this_status: (refusal, names) => ({
    what: `Not possible while the case is “${names.status(refusal.status)}”.`,
    todo: reload
  }),
  not_in_this_step: (refusal, names) => ({
    what: refusal.step
      ? `Not possible in step “${names.step(refusal.step)}”.`
      : 'The case is in no step, so this is not possible.',
    todo: reload
  }),
  unknown_user: (refusal, names) => ({
    what: `There is no user “${names.person(refusal.user)}” in the unit.`,
    todo: 'Choose somebody else, or have the administrator add this person.'
  }),
  user_not_active: (refusal, names) => ({
    what: `The account of ${names.person(refusal.user)} is no longer active.`,
    todo: 'Choose somebody else, or have the administrator open the account again.'
  }),
  other_unit: (refusal, names) => ({
    what: `The case belongs to ${names.unit(refusal.unit)}.`,
    todo: 'Only that unit can handle it; contact them.'
  }),
  role_missing: (refusal, names) => ({
    what: `This needs the role “${names.role(refusal.role)}”.`,
    todo: 'Ask somebody with that role, or have the administrator grant it.'
  }),
  with_someone_else: (refusal, names) => ({
    what: `The case is with ${names.person(refusal.assignee)}.`,
    todo: 'Ask that person to go on, or a head to assign it anew.'
  }),
  assignee_changed: (refusal, names) => ({
    what:
      refusal.now === null
        ? 'The case is assigned to nobody now.'
        : `The case is with ${names.person(refusal.now)} now.`,
    todo: 'Open the case again and assign it anew if that is still needed.'
  }),
  officials_only: () => ({ what: 'Only an official may do this.', todo: 'Sign in with an official’s account.' }),
  not_your_case: () => ({
    what: 'Only the applicant or the one-stop shop may do this.',
    todo: 'Ask the unit’s one-stop shop.'
  }),
  not_received_elsewhere: (refusal, names) => ({
    what: `Only the competent unit receives “${names.service(refusal.service)}”.`,
    todo: 'Send the applicant there, or let them file at the portal.'
  }),
  still_waiting: (refusal, names) => ({
    what: `This step ends by itself, from ${names.day(refusal.until)} on.`,
    todo: 'Wait for that day; the case goes on by itself.'
  }),
  unknown_edition: (refusal) => ({
    what: `The portal does not know the catalogue edition “${refusal.edition}”.`,
    todo: 'Synchronise to get the new catalogue. If it stays: tell the administrator.'
  }),
  unknown_service: (refusal) => ({
    what: `Service ${refusal.service} is not in the catalogue.`,
    todo: 'Choose another service, or have the administrator add it.'
  }),
  service_not_at_unit: (refusal, names) => ({
    what: `${names.unit(refusal.unit)} does not handle this service.`,
    todo: 'Show the applicant the right unit.'
  }),
  workflow_broken: () => ({ what: 'The workflow of this service lacks a step.', todo: callAdministrator }),
  unknown_step: (refusal, names) => ({
    what: `The case cannot go to step “${names.step(refusal.step)}”.`,
    todo: 'Choose another step of the list.'
  }),
  entry_missing: (refusal, names) => ({
    what: `“${names.entry(refusal.entry)}” is missing.`,
    todo: 'Fill it in and try again.'
  }),
  entry_too_long: (refusal, names) => ({
    what: `“${names.entry(refusal.entry)}” is longer than ${refusal.limit} characters.`,
    todo: 'Shorten it and try again.'
  }),
  entry_malformed: (refusal, names) => ({
    what: `“${names.entry(refusal.entry)}” is not well formed.`,
    todo: 'Correct it and try again.'
  }),
  supplements_used_up: (refusal) => ({
    what: `Papers were asked for ${refusal.times} times already; no more requests are allowed.`,
    todo: 'Go on with the papers at hand, or answer the applicant as the rule says.'
  }),
  document_out_of_date: () => ({
    what: 'What the signed document states is no longer true of the case.',
    todo: 'The signed document is kept. Open the case, see what has changed, and sign anew.'
  }),
  no_draft: () => ({ what: 'There is no draft to sign.', todo: 'Wait until the specialist proposes one.' }),
  already_done: () => ({ what: 'This was done already.', todo: 'Nothing needs to be done again.' }),
  already_extended: () => ({
    what: 'The date of this case was moved once; that is all the law allows.',
    todo: 'Finish the case by the new date.'
  }),
  too_late_to_extend: (refusal, names) => ({
    what: `A new date must be told at least one day before ${names.day(refusal.due)}.`,
    todo: 'The case will count as late; note why, and finish it as soon as possible.'
  }),
  time_is_over: (refusal, names) => ({
    what: `The time limit was over on ${names.day(refusal.due)}, so it does not change any more.`,
    todo: 'The case counts as late; note why, and finish it as soon as possible.'
  }),
  nothing_to_recall: () => ({
    what: 'This can no longer be taken back: somebody has gone on with the case, or it was not you who moved it.',
    todo: 'Ask whoever has the case to return it.'
  }),
  fee_paid: (refusal) => ({
    what: `This was paid already, receipt ${refusal.receipt}.`,
    todo: 'Do not take it again. If it was a mistake, ask a head for a refund.'
  }),
  fee_wrong: (refusal) => ({
    what: `By the catalogue it is ${refusal.amount} đồng.`,
    todo: 'Open the dialog again for the right amount.'
  }),
  nothing_to_answer: () => ({ what: 'This is no longer in the case.', todo: 'Open the case again and decide anew.' }),
  not_allowed_in_step: (refusal, names) => ({
    what: `The workflow does not allow this in the step “${names.step(refusal.step)}”.`,
    todo: 'Go on along the workflow, or ask whoever keeps it.'
  }),
  code_malformed: (refusal) => ({
    what: `The case code ${refusal.code} is not one of this unit and day.`,
    todo: 'Check this computer’s date, then receive again to get a new code.'
  }),
  code_taken: (refusal) => ({
    what: `The case code ${refusal.code} belongs to another case.`,
    todo: 'Receive again to get a new code, and give the applicant a new receipt.'
  }),
  code_not_leased: (refusal) => ({
    what: `The case code ${refusal.code} is not in a block of this desk.`,
    todo: 'Receive again to get a new code, and give the applicant a new receipt.'
  }),
  codes_used_up: (refusal, names) => ({
    what: `The numbers of this desk are used up for ${names.day(refusal.day)}.`,
    todo: 'What you typed is kept. With a line the computer gets further numbers by itself: wait a few seconds and press again. Without one: receive at another computer of the unit.'
  }),
  register_not_held: (refusal) => ({
    what: `This desk does not hold the register ${refusal.register}.`,
    todo: 'Number at the desk that holds it, or restore the line to get it here.'
  }),
  number_not_next: (refusal) => ({
    what: `The next number of ${refusal.register} is ${refusal.next}.`,
    todo: 'Number again; the desk takes the next number.'
  }),
  earlier_refused: () => ({
    what: 'The act before this one on the same case was refused.',
    todo: 'Settle that one first, then do this again if it is still needed.'
  }),
  not_enrolled: () => ({
    what: 'This desk may not act for that person.',
    todo: 'Have the administrator enrol this desk for that person again.'
  }),
  unknown_command: () => ({
    what: 'The portal does not know this kind of act.',
    todo: 'The portal runs an older version; tell the administrator. What you did is kept.'
  })
};

/** Why somebody does not stand in for somebody. */
export const absences: Record<AbsenceRefusal, Explanation> = {
  not_of_this_unit: {
    what: 'Somebody in this delegation is not, or not any more, an official of the unit.',
    todo: 'Choose somebody who works in the unit.'
  },
  not_theirs: {
    what: 'Only the absent person or a head, at a computer where they are enrolled, can delegate.',
    todo: 'Ask a head, or the person, to delegate.'
  },
  not_fit: {
    what: 'Whoever was chosen does not have the same role as the absent person.',
    todo: 'Choose another person with the same role.'
  },
  days_wrong: { what: 'The last day is before the first.', todo: 'Correct the two days.' },
  overtaken: {
    what: 'Another delegation was set for the same person after this one.',
    todo: 'Look at the one that holds; set it again if need be.'
  }
};

export const failures: FailureWords = {
  wrong_secret: () => ({
    what: 'The password is wrong.',
    todo: 'Check Caps Lock and the input method, then try again.'
  }),
  wrong_key_secret: () => ({
    what: 'The PIN of the signing key is wrong.',
    todo: 'Try again. Nothing was signed, the case is unchanged.'
  }),
  no_signing_key: () => ({
    what: 'Your signing key is not on this computer.',
    todo: 'Open the user menu → “Import signing key” and choose your .p12 file.'
  }),
  certificate_not_valid: () => ({
    what: 'The certificate of the signing key is not valid now.',
    todo: 'Renew the certificate, then import the key again.'
  }),
  no_line: () => ({ what: 'This needs a line to the portal, and there is none now.', todo: 'Try again with a line.' }),
  bundle: ({ why }) => bundleNoes[why.type] ?? bundleNoes.damaged,
  absence_not_allowed: ({ why }) => absences[why] ?? absences.not_theirs,
  for_heads_only: () => ({
    what: 'Only heads and administrators of the unit can do this.',
    todo: 'Ask a head of this computer, with a password of their own; nobody resets their own.'
  }),
  pin_too_short: () => ({
    what: 'The PIN needs six digits or more.',
    todo: 'Type six digits or more.'
  }),
  not_of_this_desk: () => ({
    what: 'This person is not in at this computer.',
    todo: 'Use “Let a colleague in” while there is a line.'
  }),
  wrong_code: () => ({
    what: 'The enrolment code is wrong, used or expired.',
    todo: 'Check it letter by letter; if that does not help, ask the administrator for a new one.'
  }),
  too_many_attempts: (failure) => ({
    what: 'Too many attempts.',
    todo: `Wait ${failure.seconds} seconds and try again.`
  }),
  no_block_left: () => ({
    what: 'The unit has no span of case numbers left for a new computer.',
    todo: 'Ask the administrator to revoke a computer that is not used any more.'
  }),
  address_not_safe: () => ({
    what: 'The address of the portal must begin with https://',
    todo: 'Ask the administrator for the right address; secrets are not sent over a line without encryption.'
  }),
  not_sent_yet: () => ({
    what: 'Some acts of this computer were not sent to the portal yet.',
    todo: 'Choose “Synchronise now”, wait until all is sent, then give the register back.'
  }),
  register_taken: (failure) => ({
    what: `The register is held by the computer “${failure.holder}”.`,
    todo: 'Ask for it to be given back there; if it is broken or lost, the administrator revokes it at the portal.'
  }),
  signed_out: () => ({ what: 'The session is locked.', todo: 'Sign in again; what you typed is kept.' }),
  file_not_here: () => ({
    what: 'This file is not on this computer yet.',
    todo: 'It comes by itself once there is a line; or press “Synchronise now”.'
  }),
  file_unreadable: (failure) => ({
    what: `The file cannot be opened: ${failure.reason}`,
    todo: 'It is damaged, locked, too large or of a kind that cannot be shown. Ask the applicant for another one.'
  }),
  lane_held: () => ({
    what: 'An earlier act on this case was refused and is not settled.',
    todo: 'Read and close the conflict at the top of the case, then try again.'
  }),
  not_saved: () => ({
    what: 'The disk could not be written: nothing was saved.',
    todo: 'Free some space on this computer and try again. What you typed is still on the screen.'
  }),
  internal: (failure) => ({
    what: 'The program met an error; what you asked for was not done.',
    todo: `Try once more. If it stays, send this to support: ${failure.trace}`
  })
};

export const troubles: Record<Trouble, Explanation> = {
  not_enrolled: {
    what: 'This desk is not enrolled with the portal any more',
    todo: 'You can save here, but nothing is sent. Have the administrator enrol it again.'
  },
  version_too_old: {
    what: 'This program is too old for the portal',
    todo: 'You can save here, but nothing is sent. Install the new version.'
  },
  history_rewritten: {
    what: 'The portal’s log does not extend what this desk has seen',
    todo: 'Stop working and call the administrator now. Delete nothing on this computer.'
  },
  mirror_differs: {
    what: 'The mirror differs from the portal and is being rebuilt',
    todo: 'Go on working; lists may be incomplete until it is done.'
  },
  disk: {
    what: 'The disk of this computer is full or cannot be written',
    todo: 'Free some space now: nothing new can be saved until then.'
  }
};
