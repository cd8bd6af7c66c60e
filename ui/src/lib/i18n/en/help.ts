import type { Words } from '../vi';

export const help: Words['help'] = {
  open: 'Help for this screen',
  title: 'Help',
  steps: 'Used most',
  terms: 'Words',
  shortcuts: 'Show all keys',
  newsTitle: "What's new",
  news: [
    'Whoever takes a result signs on the screen; other results of the same person go with it.',
    'Choose columns, group lists; send a view to a colleague as one line of text.',
    'Ctrl+A ticks the whole list; the key of an act does it for all that are ticked.',
    'A request for papers words its reason from the papers that are ticked.',
    'PIN and Enter sign; many cases need the PIN once.',
    "A new computer is enrolled in its window, by the administrator's code.",
    'Finds show from the first letter on.',
    'The bell in the bar: news, and when to be told of them.',
    'Practise on sample cases: in your own menu.',
    'A case opens in a window of its own; batches and imports go on in the background.'
  ],
  topics: {
    list: {
      title: 'List of cases',
      what: "The unit's cases, by the queues on the left. It works without a line; its head says up to when the portal's word is known.",
      steps: [
        ['Open a case, go on to the next', 'Enter, J'],
        ['Find by code, name without accents, identity number, phone', '/'],
        ['Do one thing for many cases', 'Ctrl+A or Space, then the key of the act']
      ],
      terms: [
        ['… days left', 'working days until the result is due'],
        ['Double tick', 'published by the portal; one tick is received; the computer is kept here only']
      ]
    },
    case: {
      title: 'A case',
      what: 'All of a case in one place: when it is due and why, steps, papers, result, fees, history. What may be done now is a button; what is not shown may not be done yet.',
      steps: [
        ['Do what a button says', 'the key on it'],
        ['Take the last act back within ten seconds', 'Z'],
        ['Use the whole screen', 'F']
      ],
      terms: [
        [
          'Declined',
          'after appraisal the conditions are not met: Form 03 is signed, numbered and handed over as a result is'
        ],
        ['Provisional', "a paper printed before the portal's word; it carries a code to check it by"],
        ['Conflict', 'the portal did not take what was done here; nothing is lost, somebody has to look']
      ]
    },
    receive: {
      title: 'Reception',
      what: 'One page for one person. A scanned identity card fills it; papers digitised in earlier cases can be used again. The case code is given at once, also without a line.',
      steps: [
        ['Choose the service', 'some letters of its name or code'],
        ['Receive and print the receipt', 'Ctrl+Enter'],
        ['Receive for another agency', 'choose it at Competent agency']
      ],
      terms: [['Non-territorial', 'received here, decided elsewhere; this unit gives the code']]
    },
    import: {
      title: 'Import a sheet',
      what: 'Reads XLSX or CSV, shows each line with its errors, then receives. Nothing is recorded before you say so.',
      steps: [
        ['Choose a file, see the errors of each line', 'Choose a file'],
        ['Receive the lines that are right', 'Receive'],
        ['Take the whole import back', 'Undo']
      ],
      terms: []
    },
    outbox: {
      title: 'Outbox',
      what: 'All that was done at this computer and where it is: here, received, published. Nothing has to be done: it goes out when the line is there.',
      steps: [
        ['Send now', 'click the state of the line, Synchronise'],
        ['No line for long: carry the acts on a stick', 'Write a sealed bundle'],
        ['Open the case of an act', 'click its code']
      ],
      terms: [['Published', 'citizens and other desks see it']]
    },
    conflicts: {
      title: 'Conflicts',
      what: 'What the portal did not take, mostly because the case was changed elsewhere before. Read what happened, do it again if needed, note what you did, close it.',
      steps: [
        ['Look at a signed document that was kept', 'click its name'],
        ['Close it when it was read', 'tick Read, add a note, Close']
      ],
      terms: []
    },
    reports: {
      title: 'Reports and books',
      what: 'Counted on this computer, the same as at the portal. Choose the kind and the period, then print or save.',
      steps: [
        ['Another period', 'the arrows beside the dates'],
        ['Print, PDF, Excel', 'the buttons on the right']
      ],
      terms: [['Carried over', 'received before the period and open when it began']]
    },
    numbers: {
      title: 'Books and numbers here',
      what: 'Which case numbers this computer gives today, and which registers it holds. One computer holds a register, so no number is given twice.',
      steps: [
        ['Move a register', 'Give back here, Take there'],
        ['The computer that holds it is lost', 'ask the administrator to take it back']
      ],
      terms: []
    },
    outages: {
      title: 'Diary of the line',
      what: 'Each loss of the line is written down, with what was done meanwhile and what fell due; it prints as minutes to sign.',
      steps: [["Print the month's minutes", 'Print the minutes']],
      terms: []
    },
    dashboard: {
      title: 'Overview',
      what: 'How the unit stands: open, late, punctual by month, by person and field. A figure opens its cases.',
      steps: [['Open the cases of a figure', 'click the figure']],
      terms: []
    },
    board: {
      title: 'Assignments',
      what: 'Who has how much to do, and what is near its date. Assign, move, or delegate during absence.',
      steps: [
        ['Assign cases', 'choose cases, choose a person'],
        ['Delegate during absence', 'Absence, in the user menu']
      ],
      terms: []
    },
    audit: {
      title: 'Who did what, when',
      what: 'Everything done to the unit’s cases, with the time it was done and the time it reached the portal; who signed in and looked at which case for a second or more at this computer.',
      steps: [
        ['Look at one person or one case', 'choose a person, type a code or a name'],
        ['Print, save as PDF or Excel', 'the buttons on the right']
      ],
      terms: [['At the portal', 'by the portal’s clock; the other time is by the clock where it was done']]
    }
  }
};
