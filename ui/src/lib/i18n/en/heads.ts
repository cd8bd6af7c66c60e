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
  reports: 'Full reports, print and Excel'
};

export const board = {
  title: 'Board of assignments',
  intro: 'Drag a case to somebody’s column, or choose a name on its card. Each assignment is an act of its own.',
  nobody: 'Not assigned',
  to: 'Assign to',
  count: (count: number) => `${count} cases`,
  assigned: (code: string, name: string) => `${code} was assigned to ${name}.`,
  notAllowed: 'This case cannot be assigned now.',
  partly: (count: number) => `Only the ${count} most urgent cases are shown.`,
  empty: 'No case is open.'
};
