/** Words of the centre of news and of windows. */
import type { NewsTopic } from '$lib/generated/types';

const topics: Record<NewsTopic, string> = {
  today: 'What waits when I sign in',
  filed: 'Cases that citizens file',
  mine: 'Cases passed on to me, returned, supplemented; applicants who ask',
  due: 'Cases near due; opinions near their time limit or late',
  refused: 'Acts that the portal refuses',
  line: 'The line lost and back'
};

export const news = {
  title: 'News',
  open: (unread: number) => (unread === 0 ? 'News' : `News: ${unread} unread`),
  none: 'No news since the program was opened.',
  unread: 'unread',
  and: (n: number) => `and ${n} more`,
  today: 'What waits',
  todayText: (filed: number, today: number, late: number) => `${filed} new, ${today} due by tomorrow, ${late} late`,
  filed: (n: number) => (n === 1 ? 'New case' : `${n} new cases`),
  came: (n: number) => (n === 1 ? 'A case for you' : `${n} cases for you`),
  returned: (n: number) => (n === 1 ? 'Case returned' : `${n} cases returned`),
  supplemented: (n: number) => (n === 1 ? 'Case supplemented' : `${n} cases supplemented`),
  asked: (n: number) => (n === 1 ? 'The applicant asks' : `${n} applicants ask`),
  due: (n: number) => (n === 1 ? 'Case near due' : `${n} cases near due`),
  opinion_near: (n: number) => (n === 1 ? 'An opinion is due soon' : `Opinions are due soon in ${n} cases`),
  opinion_late: (n: number) => (n === 1 ? 'An opinion is late' : `Opinions are late in ${n} cases`),
  refused: (n: number) => (n === 1 ? 'The portal refused an act' : `The portal refused ${n} acts`),
  lineLost: (at: string) => `No line since ${at}`,
  lineLostText: (n: number) =>
    n === 0 ? 'Everything goes on here.' : `Everything goes on here; ${n} acts wait to be sent.`,
  lineBack: 'The line is back',
  lineBackText: (at: string) => `Gone since ${at}; what waited is being sent.`,
  settings: 'When to notify',
  topics,
  quiet: 'Do not notify',
  quiets: { never: 'always notify', outside_hours: 'outside working hours', between: 'between' },
  from: 'from',
  to: 'to',
  digest: 'Gather',
  digests: { 0: 'at once', 30: 'every 30 minutes', 60: 'every hour' },
  note: 'What is not notified stands in this list all the same. Notifications of the system never name an applicant.'
};

export const windows = {
  open: 'Open in a window of its own'
};

/** Work that goes on by itself. */
export const works = {
  title: 'Work that is going on',
  of: (done: number, total: number) => `${done}/${total}`,
  left: (seconds: number) => (seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`),
  show: 'Show',
  stop: 'Stop',
  filling: 'Fetching the unit’s data to this computer',
  close: 'Close',
  inBackground: 'Go on in the background',
  ended: (title: string) => `${title}: ended`
};

export const practice = {
  begin: 'Practise on sample cases',
  title: 'You are practising.',
  text: 'People and cases are invented, you have every role, the signing PIN is 1234. Nothing is sent; all of it is thrown away at the end.',
  end: 'End practice',
  line: 'Practising: no line to the portal'
};
