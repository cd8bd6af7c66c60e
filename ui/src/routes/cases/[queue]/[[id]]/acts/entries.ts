/** What each act's dialog collects, what of it is still missing, and the intent that it makes. */
import type { Act, ActKind, CaseView, HandOverMethod, Intent, Paper } from '$lib/generated/types';
import type { Words } from '$lib/i18n/vi';

/** Everything that a dialog can collect; each uses its part. Secrets are not among it: they are never kept. */
export interface Entries {
  reason: string;
  note: string;
  /** Names of papers that are asked for. */
  asked: string[];
  /** Papers that came in. */
  papers: Paper[];
  to: string;
  step: string;
  title: string;
  body: string;
  method: HandOverMethod;
}

export type DialogKind = Exclude<ActKind, 'take_over'>;

export const SIGNS: DialogKind[] = ['approve', 'number'];

export function begin(act: Act, view: CaseView, words: Words): Entries {
  const { applicant } = view.case;
  const proposal = view.case.proposal;
  const asked = view.case.supplements.at(-1)?.papers ?? [];
  const body = words.template.body(
    view.unit.name,
    applicant.name,
    applicant.identity_number ?? '',
    applicant.address,
    view.case.subject
  );
  return {
    reason: '',
    note: '',
    asked: [],
    papers: act.kind === 'receive_supplement' ? asked.map(onePaper) : [],
    to: act.kind === 'hand_over' ? applicant.name : '',
    step: act.targets?.[0]?.id ?? '',
    title: proposal?.title ?? words.template.title(view.service.result),
    body: proposal?.body ?? body,
    method: 'counter'
  };
}

export const onePaper = (name: string): Paper => ({ name, originals: 1, certified: 0, photocopies: 0 });

/** The names of the entries that the act cannot do without and that are empty. */
export function missing(kind: DialogKind, entries: Entries, secret: string): (keyof Entries | 'secret')[] {
  const needs: Partial<Record<DialogKind, (keyof Entries)[]>> = {
    reject: ['reason'],
    withdraw: ['reason'],
    request_supplement: ['asked', 'reason'],
    receive_supplement: ['papers'],
    assign: ['to'],
    return_step: ['step', 'reason'],
    propose_result: ['title', 'body'],
    hand_over: ['to']
  };
  const empty = (needs[kind] ?? []).filter((name) => {
    const value = entries[name];
    return typeof value === 'string' ? value.trim() === '' : value.length === 0;
  });
  return SIGNS.includes(kind) && secret === '' ? [...empty, 'secret'] : empty;
}

export function intentOf(kind: DialogKind, entries: Entries, secret: string): Intent {
  const { reason, note, asked, papers, to, step, title, body, method } = entries;
  switch (kind) {
    case 'accept':
      return { type: 'accept' };
    case 'reject':
      return { type: 'reject', reason: reason.trim() };
    case 'withdraw':
      return { type: 'withdraw', reason: reason.trim() };
    case 'request_supplement':
      return { type: 'request_supplement', papers: asked, reason: reason.trim() };
    case 'receive_supplement':
      return { type: 'receive_supplement', papers };
    case 'assign':
      return { type: 'assign', to, note: note.trim() };
    case 'complete_step':
      return { type: 'complete_step', note: note.trim() };
    case 'return_step':
      return { type: 'return_step', to: step, reason: reason.trim() };
    case 'propose_result':
      return { type: 'propose_result', title: title.trim(), body: body.trim() };
    case 'approve':
      return { type: 'approve', secret };
    case 'number':
      return { type: 'number', secret };
    case 'hand_over':
      return { type: 'hand_over', to: to.trim(), method, note: note.trim() };
  }
}
