/** Words for those who lead: the dashboard and the board of assignments. */
export const dashboard = {
  title: 'Overview',
  intro: 'Computed on this computer, with or without a line. Choose a figure to see its cases.',
  months: 'The last six months',
  month: (month: string) => `Month ${month}`,
  received: 'Received',
  done: 'Done',
  rate: 'On time',
  rateOf: (month: string, rate: string) => `${month}: ${rate} on time`,
  officers: 'By official, this month',
  fields: 'By field, this month',
  inTime: 'open, in time',
  late: 'open, late',
  nobody: 'Not assigned',
  open: (name: string) => `Cases of ${name}`,
  empty: 'No cases in this period yet.',
  now: 'Now',
  table: ['Part', 'Of', 'Received', 'Done', 'Open, in time', 'Open, late'],
  reports: 'Full reports, print and Excel'
};

export const audit = {
  title: 'Who did what, when',
  intro:
    'Everything done to the unit’s cases, from every computer, with the time it was done and the time it reached the portal; who signed in and opened which case at this computer.',
  from: 'From',
  to: 'To',
  who: 'Person',
  everybody: 'Everybody',
  which: 'Case',
  whichHint: 'Code or applicant’s name',
  sort: 'Kind',
  sorts: { all: 'Everything', acts: 'Acts', looks: 'Sign-ins, looks' },
  columns: { when: 'Done at', arrived: 'At the portal', by: 'Person', what: 'Act', of: 'Case' },
  opened: 'Opened the case',
  signedIn: 'Signed in',
  reset: (name: string) => `Set the password of ${name} anew`,
  applicant: 'Applicant',
  atThisDesk: 'at this computer',
  more: 'Show more',
  span: (from: string, to: string) => `${from} to ${to}`,
  empty: 'Nothing fits.',
  emptyTodo: 'Take a longer time, or fewer conditions.'
};

export const board = {
  title: 'Board of assignments',
  intro: 'Drag a case to somebody’s column, or choose a name on its card. Each assignment is an act of its own.',
  nobody: 'Not assigned',
  to: 'Assign to',
  count: (count: number, late: number) => `${count} cases${late > 0 ? `, ${late} late` : ''}`,
  assigned: (code: string, name: string) => `${code} was assigned to ${name}.`,
  notAllowed: 'This case cannot be assigned now.',
  partly: (count: number) => `Only the ${count} most urgent cases are shown.`,
  empty: 'No case is open.'
};
