/** Words of the screens. */

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const app = {
  portal: 'The portal',
  name: 'Một Cửa',
  tagline: 'The desk of the one-stop shop',
  sample: 'Sample data',
  sampleHint: 'Units, people and cases here are for trying out only.',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  loading: 'Loading…',
  none: '—',
  skip: 'To the list of cases'
};

export const time = {
  days: (n: number) => plural(n, 'day', 'days'),
  hours: (n: number) => plural(n, 'hour', 'hours'),
  minutes: (n: number) => plural(n, 'minute', 'minutes'),
  daysShort: (n: number) => `${n}d`,
  hoursShort: (n: number) => `${n}h`,
  minutesShort: (n: number) => `${n} min`,
  left: (span: string) => `${span} left`,
  late: (span: string) => `${span} late`,
  noDue: 'not set yet',
  paused: 'paused'
};

export const signIn = {
  title: 'Sign in',
  desk: 'Desk',
  person: 'Who are you?',
  secret: 'Password',
  secretHint: 'Opens the encrypted data on this computer; needs no line.',
  enter: 'Start work',
  entering: 'Opening…',
  choosePerson: 'Choose your name in the list.',
  missingSecret: 'Type your password.',
  none: 'This computer is not enrolled for any unit.',
  noneTodo: 'Have the administrator enrol it with the portal, then start the program again.',
  showSecret: 'Show password',
  hideSecret: 'Hide password',
  unsent: (acts: number) => `${plural(acts, 'act', 'acts')} of this computer could not be sent to the portal yet.`,
  sending: 'They are still being sent; leave the computer on.',
  notSending: 'Sign in while there is a line to send them.',
  locked: 'Locked. Sign in to go on; what you typed is kept.'
};

export const bar = {
  search: 'Find a code, name, identity number, due:<3…',
  searchLabel: 'Find a case',
  clearSearch: 'Clear search',
  menu: (name: string) => `Menu of ${name}`,
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark', contrast: 'Contrast' },
  language: 'Language',
  textSize: 'Text size',
  textSizes: { small: 'Small', normal: 'Normal', large: 'Large', larger: 'Larger', largest: 'Largest' },
  density: 'Density of lists',
  densities: { dense: 'Dense', normal: 'Normal', roomy: 'Roomy' },
  motion: 'Motion',
  motions: { system: 'System', less: 'Off' },
  importKey: 'Import signing key…',
  hasKey: 'Your signing key is on this computer',
  noKey: 'No signing key on this computer',
  shortcuts: 'Keyboard shortcuts',
  lock: 'Lock and sign out'
};

export const line = {
  connecting: 'Connecting to the portal…',
  online: 'Online',
  offline: (span: string) => `Offline for ${span}`,
  contact: (at: string) => `heard at ${at}`,
  waiting: (n: number) => `${plural(n, 'act', 'acts')} to send`,
  files: (n: number) => plural(n, 'document', 'documents'),
  mirror: (at: string) => `mirror as of ${at}`,
  complete: 'complete',
  behind: (n: number) => `${n} entries to come`,
  noMirror: 'never synchronised',
  title: 'Line to the portal',
  since: 'Like this since',
  lastContact: 'Last answer of the portal',
  outbox: 'Acts to send',
  filesWaiting: 'Documents to send',
  conflicts: 'Refused acts',
  mirrorAsOf: 'Mirror as of',
  mirrorState: 'Mirror',
  never: 'never',
  syncNow: 'Synchronise now',
  syncing: 'Synchronising…',
  offlineNote: 'Everything can be done and is saved on this computer; it is sent once there is a line.',
  partial: (n: number) => `The mirror is not complete: ${n} entries to come. Lists may lack cases.`
};

export const rail = {
  reports: 'Reports and books',
  label: 'Queues',
  receive: 'Receive at the counter',
  outbox: 'Outbox',
  conflicts: 'Conflicts',
  count: (n: number) => plural(n, 'case', 'cases')
};

export const list = {
  columns: {
    code: 'Case code',
    applicant: 'Applicant',
    service: 'Service',
    status: 'Status',
    due: 'Due',
    owner: 'With',
    sync: 'Sent',
    step: 'Step',
    changed: 'Changed'
  },
  label: (queue: string) => `List of cases: ${queue}`,
  noCode: 'no code yet',
  nobody: 'nobody',
  found: (query: string) => `Found for “${query}”`,
  noFinds: (query: string) => `No case matches “${query}”.`,
  noFindsTodo: 'All cases of the unit were searched. Try fewer letters; accents are not needed.',
  emptyTodo: 'New cases appear here by themselves.',
  asOf: (at: string) => `As of ${at}, says the portal`,
  shown: (n: number, total: number) => `${n}/${total}`,
  atLeast: (n: number) => `${n}, and more below`,
  finds: (shown: number, count: number, more: boolean) =>
    shown < count || more
      ? `${shown} of ${more ? 'more than ' : ''}${count} found; type more to narrow it`
      : `${count} found`,
  more: 'Loading more…',
  opinion: (day: string) => `The opinion is to be given by ${day}`,
  end: 'End of the list'
};

export const caseWords = {
  competent: (unit: string) => `Competent unit: ${unit}`,
  receivedBy: (unit: string) => `Received for it by: ${unit}`,
  liesWith: (unit: string) => `The case is now with: ${unit}`,
  label: 'Case',
  previous: 'Previous case (K)',
  next: 'Next case (J)',
  widen: 'Full width (F)',
  narrow: 'Back beside the list (F)',
  back: 'Back to the list (Esc)',
  owner: 'With',
  nobody: 'Assigned to nobody',
  acts: 'What can be done with the case',
  noActs: 'There is nothing for you to do with this case now.',
  heldUp: 'Read and close the conflict below first; then the case can be taken on.',
  closed: 'The case is closed.',
  print: 'Print form',
  summary: 'What is asked for',
  closingReason: 'Reason',
  copy: 'Copy case code',
  copied: 'Copied'
};

export const due = {
  title: 'Why is it due then?',
  at: 'Due',
  from: 'Counted from',
  step: 'Due moment of the running step',
  stepWhy: (name: string, hours: number, since: string) =>
    `The step “${name}” has ${hours} working hours from ${since}; the time of pauses and of a new date is added.`,
  unknown: 'The case is not accepted yet, so it has no due moment.',
  paused: 'Waiting for papers: the clock has stopped; the due moment is set anew when they come.',
  limit: 'Time limit of the service'
};

export const papers = {
  title: 'Papers',
  originals: 'Originals',
  certified: 'Certified copies',
  photocopies: 'Photocopies',
  originalsShort: 'orig.',
  certifiedShort: 'cert.',
  photocopiesShort: 'copy',
  none: 'The case has no papers.',
  missing: 'not handed in',
  noCopies: 'file only',
  asked: 'Waiting for',
  askedAt: (at: string) => `Asked ${at}`,
  receivedAt: (at: string) => `Received ${at}`,
  onItsWay: 'on its way to the portal',
  notHere: 'not here yet',
  open: (name: string) => `Open file ${name}`,
  tally: (have: number, all: number) => `${have}/${all}`
};

export const applicant = {
  title: 'Applicant',
  kind: 'Kind',
  name: 'Name',
  identity: 'Identity number',
  birth: 'Date of birth',
  phone: 'Phone',
  email: 'E-mail',
  address: 'Address',
  submitter: 'Brought by',
  channel: 'Filed',
  filedAt: 'Filed at',
  acceptedAt: 'Accepted at',
  service: 'Service',
  fee: 'Fee',
  entries: 'Entries of the form'
};

export const steps = {
  title: 'Workflow',
  done: 'done',
  now: 'running',
  ahead: 'ahead',
  hours: (n: number) => plural(n, 'hour', 'hours')
};

export const result = {
  sendTo: (address: string) => `To be sent by post to: ${address}`,
  title: 'Result',
  none: 'No result yet.',
  expected: (what: string) => `The applicant gets: ${what}`,
  draft: 'Draft',
  signed: 'Signed',
  issued: 'Issued',
  number: (number: number, register: string) => `No. ${number}/${register}`,
  issuedOn: (day: string) => `of ${day}`,
  by: (name: string, at: string) => `${name} · ${at}`,
  declined: 'The agency declined',
  copies: (count: number) => `${count} copies issued`,
  copy: (count: number, to: string, by: string, at: string) => `${count} for ${to}, issued by ${by} at ${at}`,
  toDecline: 'Proposed to decline',
  handedOver: (to: string, at: string) => `Handed over to ${to} at ${at}`
};

export const history = {
  isNew: 'new',
  blockNew: 'Changed since you last looked',
  title: 'History',
  done: 'Done',
  arrived: 'At the portal',
  notArrived: 'not at the portal yet',
  empty: 'No history yet.'
};

export const conflict = {
  title: 'Conflicts',
  one: 'The portal refused an act on this case',
  many: (n: number) => `The portal refused ${n} acts on this case`,
  yours: 'The act',
  by: (name: string, at: string) => `${name}, done ${at}`,
  between: 'What happened in between',
  nothingBetween: 'Nothing else happened in between.',
  why: 'Why it was refused',
  todo: 'What to do',
  refusedAt: (at: string) => `Refused ${at}`,
  kept: 'The documents of this act are kept:',
  note: 'Note on closing',
  noteHint: 'How it was settled, for instance: “Talked to Ms Hoa, done again on the new state.”',
  read: 'I have read and settled this',
  close: 'Close conflict',
  closed: 'Conflict closed; it stays in the log.',
  open: 'Open case',
  empty: 'There are no conflicts.',
  emptyTodo:
    'When the portal refuses an act, the act, the reason and its documents stay here until somebody closes it.',
  intro: 'Acts that the portal refused. None is lost: each stays here until a person has read and closed it.'
};

export const outbox = {
  title: 'Outbox',
  intro: 'Acts saved on this computer, and how far they have come.',
  empty: 'The outbox is empty: everything has reached the portal.',
  emptyTodo: 'Acts done without a line wait here and are sent by themselves.',
  columns: {
    act: 'Act',
    case: 'Case',
    by: 'By',
    at: 'At',
    files: 'Documents',
    state: 'State'
  },
  notYet: 'not yet',
  saved: 'saved here',
  bundled: (number: number) => `in bundle ${number}`,
  received: 'received',
  published: 'published',
  refused: 'refused',
  files: (sent: number, all: number) => `${sent}/${all} sent`,
  noFiles: 'none',
  open: 'Open case',
  resolve: 'Settle'
};

export const viewer = {
  label: (name: string) => `Document ${name}`,
  page: (n: number, all: number) => `Page ${n}/${all}`,
  pageAlt: (n: number, all: number) => `Page ${n} of ${all}`,
  zoomIn: 'Larger (+)',
  zoomOut: 'Smaller (-)',
  fit: 'Fit (0)',
  previousPage: 'Previous page (PageUp)',
  nextPage: 'Next page (PageDown)',
  save: 'Save as file',
  print: 'Print',
  close: 'Close (Esc)'
};

export const signatures = {
  title: 'Signatures on the document',
  none: 'This document bears no digital signature yet.',
  failed: 'The signatures of this document cannot be read.',
  unknown: 'The name of the signer cannot be read',
  noTime: 'no time of signing is claimed',
  claimed: (at: string) => `claims to be signed at ${at}`,
  right: 'the signature fits the content',
  wrong: 'THE SIGNATURE DOES NOT FIT THE CONTENT',
  covers: {
    whole: 'covers the whole file',
    earlier: 'covers what was there before the next signature',
    not_all: 'DOES NOT COVER THE WHOLE FILE: something was added after signing'
  },
  trust: 'Trust in the certificate is not checked (issuer, revocation, timestamp).'
};

export const fees = {
  title: 'Fees',
  due: 'due',
  byPieces: 'by the piece',
  paid: 'paid',
  givenBack: 'refunded',
  pieces: (count: number, copies: number | null) =>
    copies === null
      ? `(${plural(count, 'piece', 'pieces')})`
      : `(${plural(count, 'page', 'pages')} × ${plural(copies, 'copy', 'copies')})`,
  receipt: (number: string) => `Receipt ${number}`,
  by: (who: string, at: string) => `${who}, ${at}`,
  refunded: (who: string, at: string) => `Refunded: ${who}, ${at}`
};

export const forms = {
  receipt: 'Receipt',
  supplement: 'Request for papers',
  rejection: 'Rejection',
  fee_receipt: 'Fee receipt',
  copy: 'Certified copy',
  control_slip: 'Control slip',
  stop_notice: 'Notice of stop',
  numbered: (name: string, number: number) => `${name} (Form ${String(number).padStart(2, '0')})`,
  printed: (printer: string) => `Sent to printer ${printer}.`,
  printer: 'Printer of this computer',
  show: 'Open the file to view or print',
  noPrinter: 'No printer was found; save a file and print it from there.',
  saved: (path: string) => `Saved ${path}.`,
  print: 'Print form',
  printAgain: 'Print again',
  save: 'Save as file'
};

export const toasts = {
  saved: (at: string) => `Saved on this computer at ${at}, waiting for the portal.`,
  received: (at: string) => `Saved at ${at}; the portal has it.`,
  published: (at: string) => `Saved at ${at}; the portal has it and it is published.`,
  done: (act: string, what: string) => `${act}: ${what}`,
  dismiss: 'Dismiss this notice',
  label: 'Notices'
};

export const dialog = {
  askUntil: (day: string) => `Papers are to be asked for within the limit from reception: by ${day}.`,
  askedLate: (day: string) =>
    `The limit for asking for papers is over (${day}). It can still be sent, so that the applicant learns what is missing; give the reason.`,
  more: 'More',
  notADay: 'Write a day like 05/12/2026.',
  newDate: 'New due date',
  unit: 'Agency that is asked',
  question: 'Question',
  answerBy: 'To answer by',
  variant: 'Variant, and the date that it gives',
  which: 'Which one',
  answer: 'Answer',
  attach: 'Attach a document',
  attached: (count: number) => `${count} file(s) attached`,
  verdict: 'Finding',
  upheld: 'The complaint is right',
  notUpheld: 'The complaint is not right',
  again: 'Draw the result up anew: the case goes back to the draft',
  complaint: 'What is complained of',
  noteText: 'Note',
  applicantName: 'Name',
  identityNumber: 'Identity number',
  address: 'Address',
  phone: 'Phone',
  email: 'E-mail',
  subject: 'What is asked for',
  fees: 'Fees',
  quantity: 'Quantity',
  pages: 'Pages of one copy',
  letterNumber: 'Number of the letter (optional)',
  letterNumberHint: 'From the book of outgoing letters, such as 12; left empty, it is written in by hand.',
  documentAdd: 'Another document',
  documentRemove: 'Leave this document out',
  waiver: 'Waiver',
  noWaiver: 'None',
  waiverReason: 'Reason of the waiver',
  payBy: 'Paid by',
  total: 'Total',
  noAmount: 'cannot be worked out: something is missing in the case',
  restored: (at: string) => `Restored what you were typing at ${at}.`,
  discard: 'Discard, start anew',
  draftKept: 'What you type is kept when you close (Esc).',
  draftSaved: (at: string) => `Draft kept at ${at}`,
  keys: 'Ctrl+Enter confirms',
  working: 'Working…',
  reason: 'Reason',
  reasonHint: 'Write it so that the applicant understands and can act on it.',
  note: 'Note',
  noteOptional: 'Note (optional)',
  frequent: 'Frequent reasons',
  papersMissing: 'Papers that are missing or wrong',
  papersReason: (papers: string[]) => `Missing or wrong: ${papers.join('; ')}.`,
  paperOwn: 'Another paper',
  paperOwnHint: 'Name of the paper, then Enter',
  addPaper: 'Add',
  papersReceived: 'Papers received',
  person: 'Give to',
  filterPeople: 'Filter by name',
  nobodyFound: 'Nobody matches.',
  step: 'Back to step',
  title: 'Title of the document',
  body: 'Text of the document',
  bodyHint: 'Each line is a paragraph. State title, number, date, recipients and signature are set by the program.',
  preview: 'Preview document',
  previewAgain: 'Preview again',
  previewFirst: 'Preview the document before you propose it.',
  previewing: 'Composing…',
  copies: 'Copies',
  copyFor: 'For',
  copyWhom: { applicant: 'The applicant', authorised: 'Somebody authorised', unit: 'Another unit' },
  declines: 'This document declines the case: the applicant is granted nothing.',
  previewEmpty: 'The preview appears here.',
  pin: 'PIN of the signing key',
  pinHint: 'The PIN is stored nowhere.',
  document: 'Document to sign',
  documentToSeal: 'Document to number',
  register: (register: string) => `Register ${register}: next number, today’s date`,
  to: 'Recipient',
  method: 'How',
  deadlineIf: (at: string) => `If accepted now, due ${at}.`,
  deadlineBy: (text: string) => `Time limit of the service: ${text}. The exact due moment is set on acceptance.`,
  dayFormat: 'dd/mm/yyyy',
  notKept: {
    what: 'What you are typing is NOT saved.',
    todo: 'It is being tried again; leave the window open. If this stays, copy the text elsewhere and call the administrator.'
  },
  missing: (what: string) => `Missing: ${what}.`
};

export const batch = {
  all: 'Select every case that is shown',
  one: (code: string) => `Select ${code}`,
  selected: (count: number) => `${count} selected`,
  print: 'Print together',
  joint: {
    receipt: 'One receipt for all',
    minutes: 'Minutes of hand-over',
    results: 'Slip of results',
    taken: 'Slip for whoever takes the results'
  },
  act: 'Act on all',
  asWished: 'As each of them wished',
  wishes: (counter: number, post: number) => `At the counter: ${counter}; by post: ${post}.`,
  whole: (count: number) => `Select all ${count}`,
  wholeTitle: (count: number) => `Select all ${count} cases of this list, also those that are not loaded yet`,
  first: (count: number) => `Select the first ${count}`,
  clear: 'Clear',
  title: (count: number) => `Act on ${count} cases`,
  looking: 'Looking at what each case allows…',
  nothing: 'Nothing can be done with these cases together. Open them one by one.',
  of: (count: number, all: number) => `possible for ${count} of ${all}`,
  confirm: (act: string, count: number) => `${act} (${count} cases)`,
  progress: 'Progress',
  outcome: (done: number, failed: number, total: number) =>
    `${done} of ${total} done${failed > 0 ? `, ${failed} not:` : '.'}`,
  stop: 'Stop',
  close: 'Close'
};

export const reports = {
  pdf: 'PDF',
  xlsx: 'Excel',
  seek: 'Search the register: number, title, applicant, case code',
  print: 'Print',
  title: 'Reports and books',
  intro: 'Worked out on this computer, with or without a line; the same figures as at the portal.',
  kinds: {
    six_a: 'Cases handled (II.06a)',
    late: 'Reasons for lateness (II.07)',
    officers: 'By official',
    indices: 'Quality (Circular 01)',
    steps: 'Time of each step',
    quality: 'Decision 766',
    book: 'Tracking book',
    register: 'Register of results',
    cash: 'Fees'
  },
  span: 'Period',
  spans: { day: 'Day', month: 'Month', quarter: 'Quarter', half: 'Half year', year: 'Year' },
  before: 'Period before',
  after: 'Period after',
  chart: 'Cases of the period',
  field: 'Field, service',
  officer: 'Official',
  nobody: 'Nobody yet',
  applicant: 'Applicant',
  received: 'Received',
  done: 'Finished',
  open: 'In progress',
  columns: [
    'Total',
    'Online',
    'Counter, post',
    'Carried over',
    'Total',
    'Early',
    'On time',
    'Late',
    'Total',
    'In time',
    'Late'
  ],
  early: 'Early',
  onTime: 'On time',
  late: 'Late',
  openInTime: 'In progress, in time',
  openLate: 'In progress, late',
  cashSum: (lines: number) => `Sum of ${lines} ${lines === 1 ? 'line' : 'lines'}`,
  total: 'Total',
  timeIndex: 'Time index',
  contactIndex: 'Contact index',
  inTime: 'On time, or in progress in time',
  online: 'Filed online',
  electronic: 'Electronic result',
  digitised: 'With digitised papers',
  paidOnline: 'Paid online',
  of: (part: number, whole: number) => `${part} of ${whole}`,
  points: (points: number | null, most: number) => (points === null ? '' : `${points} of ${most} points`),
  hours: (hours: number) => `${hours} working hours`,
  copy: (count: number, to: string, at: string) => `${count}, ${to}, ${at}`,
  outcomes: (ended: { granted: number; declined: number; withdrawn: number }) =>
    `Of those done: ${ended.granted} granted, ${ended.declined} declined, ${ended.withdrawn} withdrawn.`,
  declined: 'Declined',
  durations: (middle: string, most: string) => `half of the cases done within ${middle}, nine of ten within ${most}`,
  book: ['No.', 'Code', 'Service', 'Applicant', 'Contact', 'Received', 'Due', 'Handed over', 'How', 'Note'],
  register: ['Number', 'Day', 'Document', 'For', 'Signed by', 'Valid until', 'Copies', 'Note'],
  cash: ['Receipt', 'When', 'Paid by', 'Items', 'How', 'Amount', 'Taken by'],
  forever: 'for ever',
  revoked: (reason: string) => `Revoked: ${reason}`,
  refund: (items: string) => `Refund: ${items}`,
  passedOn: (all: number, fresh: number, carried: number) =>
    `Besides, ${all} cases went to another agency in this period (${fresh} received in it, ${carried} carried over); they are not in this form, the agency that took them reports them.`,
  cameFrom: (unit: string) => `From ${unit}`,
  passedTo: (unit: string) => `Passed on to ${unit}`,
  steps: ['Workflow', 'Step', 'Agency', 'Times', 'Shorter', 'Equal', 'Longer', 'Hours taken', 'Hours allowed'],
  stepsNote:
    'Working hours of the cases finished in the period; pauses count for no step. Where an agency took more hours than it might, index 2 of the case is 0 points.',
  empty: 'Nothing in this period.'
};

export const past = {
  look: 'Look at a moment in the past',
  step: 'Step',
  at: 'Moment',
  shown: (at: string) => `The case as of ${at}`,
  back: 'Back to now',
  none: 'The case was not filed yet.',
  by: 'By',
  times: { act: 'when it was done', arrival: 'when it arrived' },
  timesHint:
    'When it was done: by the clock where it was done, also without a line. When it arrived: from then on other computers and the applicant could know; what is not sent is not there.'
};

export const imports = {
  title: 'Applications from a file',
  intro:
    'An Excel, ODS or CSV file whose first line names the columns: Thủ tục (code or name), Họ tên, Địa chỉ; also Đối tượng (citizen, business…), Số giấy tờ, Mã số thuế, Ngày sinh, Điện thoại, Email, Nội dung, Kênh. Nothing is received until you confirm.',
  open: 'From an Excel or CSV file',
  choose: 'Choose a file',
  summary: (good: number, bad: number) => `${good} lines can be received, ${bad} need a correction.`,
  ignored: (columns: string) => `Columns left out: ${columns}.`,
  leftOut: (count: number) => `${count} more lines were not read: split the file, 5,000 lines at most each time.`,
  known: (count: number) => `${count} lines may have been received: the person has an open case of the same service.`,
  withKnown: 'Receive these lines, too',
  line: 'Line',
  name: 'Name',
  problem: 'To be corrected',
  outcome: 'Outcome',
  missing: (column: string) => `“${column}” is missing`,
  malformed: (column: string, text: string) => `“${text}” is not what “${column}” asks for`,
  unknownService: (text: string) => `this unit has no service “${text}”`,
  unknownPaper: (text: string) =>
    `the numbers of the paper “${text}” are not understood; write: Contract (1 bản chính, 2 bản photo)`,
  notADay: (text: string) => `“${text}” is no whole day, such as 05/12/1990`,
  twice: (line: number) => `same person and service as line ${line}`,
  progress: 'Receiving',
  confirm: (count: number) => `Receive ${count} applications`,
  goOn: (count: number) => `Go on with the other ${count}`,
  undo: (count: number) => `Take back the ${count} just received`,
  undoReason: 'Imported by mistake.',
  undone: 'withdrawn'
};

export const absence = {
  title: 'Absence, delegation',
  intro: 'While somebody is away, their delegate can do everything with their cases.',
  who: 'Who is away',
  delegate: 'Who stands in (same role)',
  from: 'From',
  until: 'Until the end of',
  now: (from: string, until: string, name: string) => `${name} stands in from ${from} until the end of ${until}.`,
  remove: 'Take back',
  nobody: 'Nobody in the unit has the same role.',
  confirm: 'Delegate',
  done: 'Delegated: it holds on this computer at once; the others learn it once the portal has taken it.',
  removed: 'The delegation is taken back on this computer; the others learn it once the portal has taken it.',
  said: (user: string, delegate: string, from: string, until: string) =>
    `${delegate} stands in for ${user} from ${from} to ${until}`,
  saidBack: (user: string) => `The delegation of ${user} is taken back`,
  waits: 'It holds on this computer; it waits to be sent, before what the delegate did.'
};

export const reasons = {
  transfer: ['The other unit is competent', 'The applicant lives in the area of the other unit'],
  extend: [
    'The matter is complex and needs more time for verification.',
    'The cooperating agency has not answered yet.',
    'There were unusually many applications.'
  ],
  reject: [
    'The service is not within this agency’s authority.',
    'The applicant is not among those the service is for.',
    'The submitter has no valid authorisation.',
    'The application doubles one that is being handled.'
  ],
  copy: ['The original was handed in elsewhere.', 'To go with another application.', 'For the files of the unit.'],
  decline: [
    'The conditions of the procedure are not met.',
    'It does not conform to the approved plan.',
    'Verification does not bear out what was stated.',
    'The matter is none that the procedure provides for.'
  ],
  supplement: [
    'The paper is not certified as required.',
    'The form is not complete or not signed.',
    'The copy cannot be read.',
    'The paper is no longer valid.'
  ],
  return: [
    'The legal basis in the draft is not right.',
    'Personal data in the draft do not match the case.',
    'More verification is needed before it is proposed.',
    'The form of the document is wrong.'
  ],
  withdraw: [
    'The applicant asked in writing to withdraw.',
    'The applicant no longer needs it.',
    'Filed for the wrong service.'
  ]
};

/** Result documents are in Vietnamese whatever the language of the screens. */
export { template } from '../vi/screens';

export const receive = {
  atOnce: 'Done while the applicant waits: no receipt is needed, print one only if they ask.',
  competent: 'Competent unit',
  competentHint: 'Received for another unit: the code is yours, the case goes to the competent unit at once.',
  known: (count: number) => `This person has ${count} open case(s) of this service already:`,
  title: 'Receive at the counter',
  intro: 'One page, top to bottom. Scan the code of the citizen card into the identity number to fill in quickly.',
  service: 'Service',
  serviceHint: 'Type the code or a few letters of the name; accents are not needed',
  noService: 'No service matches.',
  limit: 'Time limit',
  fee: 'Fee',
  gets: 'Result',
  applicant: 'Applicant',
  identity: 'Identity number',
  identityHint: 'Citizen card, passport or tax code',
  scanned: (name: string) => `Filled in from the card of ${name}.`,
  birthHint: 'day/month/year',
  birthWrong: 'Write the date of birth as 31/12/1990.',
  other: 'Somebody else brings it',
  byPost: 'Send the result by post',
  postAddress: 'Address for the result',
  postAddressHint: 'Empty: the applicant’s address',
  submitter: 'Name of the submitter',
  subject: 'What is asked for',
  papers: 'Papers handed in',
  papersEmpty: 'Choose a service to see its papers.',
  addPaper: 'Add a paper',
  paperName: 'Name of the paper',
  attach: 'Attach file',
  attaching: 'Reading file…',
  removeFile: (name: string) => `Remove file ${name}`,
  entries: 'Other entries of the form',
  entryName: 'Entry',
  entryValue: 'Value',
  addEntry: 'Add entry',
  remove: 'Remove',
  confirm: 'Accept and print receipt',
  confirmOffline: 'Save, print receipt, send later',
  clear: 'Clear, start anew',
  doneTitle: 'Received',
  code: 'Case code',
  openCase: 'Open case',
  noServices: 'This unit has no services in the catalogue.',
  notClerk: 'You do not have the role of one-stop clerk, so you cannot receive at the counter.'
};

export const key = {
  title: 'Import signing key',
  intro:
    'Choose the key file (.p12, .pfx) and type its password. The key is encrypted on this computer with that password.',
  file: 'Key file',
  secret: 'Password of the key file',
  confirm: 'Import key',
  done: 'The signing key is on this computer now.',
  missing: 'Choose a key file and type its password.'
};

export const pending = {
  title: 'Acts about to be done',
  waits: 'Done in ten seconds; press Z to undo.',
  seconds: (n: number) => `done in ${plural(n, 'second', 'seconds')}`,
  many: (count: number) => `${count} cases`,
  undo: 'Undo',
  now: 'Do it now',
  asked: (at: string) => `Not done when the program stopped (${at}). Do it or leave it?`,
  doIt: 'Do it',
  again: 'Try again',
  leave: 'Leave it',
  inBar: 'undo in the bar below',
  states: { sealing: 'being done', failed: 'could not be done', asked: 'waits for your decision' },
  decideFirst: 'An earlier act on this case still waits for your decision.',
  decideFirstTodo: 'Choose Try again or Leave it in the bar below, then do this.',
  undone: (act: string) => `Undone: ${act}.`
};

export const search = {
  suggestions: 'Suggested conditions',
  conditions: 'Conditions in use',
  remove: (part: string) => `Remove the condition ${part}`,
  several: (n: number) => `${n} services`,
  names: {
    due: 'Due',
    field: 'Field',
    service: 'Service',
    applicant: 'Applicant',
    officer: 'Official',
    status: 'Status',
    decision: 'Result',
    fee: 'Fees',
    channel: 'Filed',
    code: 'Case code',
    received: 'Received in',
    done: 'Done in'
  },
  values: {
    late: 'late',
    today: 'today',
    days: {
      '<': (n: number) => `fewer than ${plural(n, 'day', 'days')} left`,
      '<=': (n: number) => `at most ${plural(n, 'day', 'days')} left`,
      '>': (n: number) => `more than ${plural(n, 'day', 'days')} left`,
      '>=': (n: number) => `at least ${plural(n, 'day', 'days')} left`
    },
    me: 'me',
    granted: 'granted',
    declined: 'declined',
    unpaid: 'not paid',
    paid: 'paid',
    month: (month: string) => month
  },
  examples: {
    due: 'Write it like due:<3, due:late, due:today.',
    field: 'Write the name of a field of this unit’s services, like field:hotich.',
    service: 'Write the code or a few letters of the name, like service:"khai sinh".',
    applicant: 'Write a name, like applicant:lan or applicant:"ngoc lan".',
    officer: 'Write the name of one person of the unit, like officer:lan, or officer:me.',
    status: 'Write a number from 1 to 10 or a name, like status:4.',
    decision: 'Write result:granted or result:declined.',
    fee: 'Write fee:unpaid or fee:paid.',
    channel: 'Write channel:counter, channel:online or channel:post.',
    code: 'Write a case code, like code:261123-0008.',
    received: 'Write a month, like received:11/2026.',
    done: 'Write a month, like done:11/2026.'
  },
  unknown: (part: string) => `There is no condition “${part}”.`,
  unknownTodo: 'Empty the search box to see the conditions that there are.',
  badValue: (part: string, name: string) => `The value in “${part}” (${name}) is not understood.`,
  notYet: 'There is nothing to look for by this condition.',
  notYetTodo: 'Add a few letters (name, code, identity number) or remove what is not understood.',
  foundIn: {
    identity: 'Identity number',
    phone: 'Phone',
    address: 'Address',
    subject: 'Subject',
    submitter: 'Submitter',
    paper: 'Paper',
    note: 'Note',
    message: 'Message'
  }
};

export const views = {
  title: 'My views',
  save: 'Save this view',
  saved: (n: number) => `Saved view, key ${n}`,
  name: 'Name',
  hint: (n: number) => `Later the key ${n} opens it.`,
  confirm: 'Save',
  rename: 'Rename',
  remove: 'Remove view',
  full: 'There are nine views, one for each number key. Open one that is no longer used and remove it.',
  share: 'Send to a colleague',
  copy: 'Copy',
  copied: 'Copied',
  given: 'From a colleague',
  givenHint: 'Paste the line motcua-xem:…',
  take: 'Take',
  look: 'Columns and groups',
  columns: 'Columns',
  group: 'Group by',
  groups: { none: 'Nothing', service: 'Service', status: 'Status', owner: 'Handled by', due: 'Due day' },
  noDay: 'No due day',
  inGroup: (name: string, count: number) => `${name} · ${count} cases`
};

export const scan = {
  title: 'Citizen card just scanned',
  cases: 'Cases of this person',
  receive: 'Receive a new one',
  unknown: 'What was scanned is not known here.',
  unknownTodo: 'Scan the code of a receipt or the QR code of a citizen card.',
  noCase: (code: string) => `This computer has no case ${code}.`,
  noCaseTodo: 'It may belong to another unit, or has not been synchronised to this computer yet.',
  replace: (scanned: string, typed: string) => `The card of ${scanned} was scanned; the form is about ${typed}.`,
  replaceYes: 'Take the person just scanned',
  replaceNo: 'Leave it'
};

export const messages = {
  title: 'Messages with the applicant',
  waits: 'The applicant waits for an answer',
  answer: 'Answer',
  write: 'Write again',
  text: 'Words to the applicant'
};

export const person = {
  title: 'Other cases of this person',
  none: 'There is no other case with this identity number.',
  back: (name: string) => `Back to the case ${name}`
};

export const palette = {
  title: 'Commands',
  label: 'Type an act, a list, a screen, a case code or a name (Ctrl+K)',
  placeholder: 'Type a few letters: what to do, a case code, a name…',
  groups: {
    act: 'Act on the case',
    recent: 'Seen lately',
    found: 'Case',
    view: 'View',
    queue: 'List',
    screen: 'Screen',
    comfort: 'Display'
  },
  nothing: (query: string) => `Nothing matches “${query}”.`,
  looking: 'Looking for cases…',
  count: (n: number) => plural(n, 'entry', 'entries'),
  hint: '↑ ↓ choose, Enter runs'
};

export const shortcuts = {
  title: 'Keyboard shortcuts',
  everywhere: 'Everywhere',
  here: 'Working right now',
  elsewhere: 'Other keys',
  goTo: 'Go to',
  otherActs: 'Acts on other cases',
  inList: 'In the list',
  inOpenCase: 'In the case',
  range: 'Tick from the last one ticked to here',
  extend: 'Tick the next one too (↑: the one before)',
  far: 'A page up, down; beginning, end of the list',
  tick: 'Tick for acting on many',
  inCase: 'Acts on the open case',
  inDialog: 'In dialogs',
  search: 'Find a case',
  receive: 'Receive at the counter',
  help: 'This overview',
  views: 'Open a saved view',
  groups: 'Previous or next group, where the list is grouped',
  move: 'Up, down',
  open: 'Open case',
  back: 'Back to the list, close',
  nextCase: 'Next, previous case',
  undo: 'Undo what was just done (within 10 seconds)',
  widen: 'Case full width, back',
  confirm: 'Confirm',
  keep: 'Close, keep what was typed',
  off: 'Shortcuts are off while you type in a text field or compose an accent.'
};

export const entries: Record<string, string> = {
  applicant_name: 'Name of the applicant',
  address: 'Address',
  phone: 'Phone',
  identity_number: 'Identity number',
  email: 'E-mail',
  submitter: 'Submitter',
  subject: 'What is asked for',
  papers: 'Papers',
  paper: 'Name of the paper',
  reason: 'Reason',
  note: 'Note',
  title: 'Title of the document',
  body: 'Text of the document',
  recipient: 'Recipient',
  entry: 'Entry of the form',
  register: 'Register',
  number: 'Number',
  issued_on: 'Date of the document',
  file_name: 'File name',
  media_type: 'Kind of file',
  file_size: 'Size of file'
};
