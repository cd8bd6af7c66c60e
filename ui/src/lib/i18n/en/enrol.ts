/** Words for making a desk of this computer, and letting colleagues in. */
export const enrol = {
  title: 'Enrol this computer',
  intro:
    'Three steps, about five minutes, with a line. The data on the computer are encrypted by each person’s secret.',
  portalStep: '1. The province’s portal',
  portal: 'Address of the portal',
  portalHint: 'The administrator knows it, for instance https://dichvucong.tinh.gov.vn',
  codeStep: '2. Enrolment code',
  code: 'Enrolment code',
  codeHint: 'Given by the administrator for your unit; good once, for an hour.',
  name: 'Name of the computer',
  nameHint: 'So that colleagues know it in the list of computers, for instance Counter 1',
  nameDefault: 'Counter 1',
  personStep: '3. You',
  user: 'User name',
  userHint: 'As the administrator gave it, for instance thd.mc',
  secret: 'Secret',
  confirm: 'Enrol and go to work',
  working: 'Enrolling…',
  missing: (names: string) => `Missing: ${names}.`,
  another: 'Enrol this computer for one more unit',
  back: 'Back to signing in',
  colleague: 'Add somebody to this computer',
  colleagueIntro:
    'Somebody who is on this computer opens its data for a colleague of the same unit. The portal checks it, so a line is needed.',
  host: 'Who opens',
  hostSecret: 'Secret of whoever opens',
  guest: 'User name of the colleague',
  guestSecret: 'Secret of the colleague',
  add: 'Add',
  added: 'The colleague is in the list now.'
};
