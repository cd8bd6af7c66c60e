export const counter = {
  signature: 'Signature of whoever takes it',
  signatureHint: 'Sign with a pen, a finger or the mouse; leave it blank to sign on paper (print the slip of results).',
  signatureClear: 'Sign again',
  others: (count: number) => `Hand over ${count} more results of this person`,
  together: (count: number) => `${count} results handed over to one person.`,
  slip: 'Signed slip of results',
  notAll: (failed: number) => `${failed} cases were not recorded; open them one by one.`,
  onePerson: 'All cases belong to one person: one signature for all.',
  lacking: 'Papers missing…',
  refuse: 'Refuse…',
  filed: 'Written down, not taken in',
  filedHint: 'It has no code and no time limit yet. Choose what to do, or leave it in the list of new cases.',
  next: 'Next person',
  more: 'Another case of this person',
  printAll: 'Print one receipt for all',
  visit: (count: number) => `${count} cases received from this person`,
  toTake: (count: number) => `${count} results wait for this person:`
};
