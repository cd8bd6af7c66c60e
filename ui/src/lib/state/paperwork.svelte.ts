/** Forms and documents that leave the window: printed, saved, looked at; what came of it is said at once. */
import { createContext } from 'svelte';
import type {
  AskedForm,
  FormKind,
  JointKind,
  Printed,
  ReportFormat,
  ReportKind,
  Saved,
  ShownTable
} from '$lib/backend/backend';
import type { ActKind, CaseId, CaseView, Digest, Event, Form, Period } from '$lib/generated/types';
import type { Language } from '$lib/i18n/language.svelte';
import { explainFailure, namesOf } from '$lib/i18n/names';
import type { Words } from '$lib/i18n/vi';
import { formatTime } from '$lib/format/moment';
import type { Desk } from './desk.svelte';
import type { ToastAction, Toasts } from './toasts.svelte';

/** The form that the applicant gets after an act. */
export const FORM_AFTER: Partial<Record<ActKind | 'receive', FormKind>> = {
  receive: 'receipt',
  accept: 'receipt',
  request_supplement: 'supplement',
  reject: 'rejection',
  stop: 'stop_notice',
  collect_fee: 'fee_receipt',
  issue_copy: 'copy'
};

/** The forms that a case has, by what happened to it. */
export function formsOf(view: CaseView): FormKind[] {
  const happened = (type: Event['type']) => view.history.some((entry) => entry.event.type === type);
  const forms: FormKind[] = [];
  if (happened('accepted')) forms.push('receipt');
  if (happened('supplement_requested')) forms.push('supplement');
  if (happened('rejected')) forms.push('rejection');
  if (happened('stopped')) forms.push('stop_notice');
  if (happened('fee_collected')) forms.push('fee_receipt');
  if (view.case.deliverable?.copies.length) forms.push('copy');
  if (happened('accepted')) forms.push('control_slip');
  return forms;
}

/** The forms of the circulars that carry a number. */
const NUMBERED: Partial<Record<FormKind, Form>> = {
  receipt: 'receipt',
  supplement: 'supplement_slip',
  rejection: 'rejection_slip',
  stop_notice: 'stop_notice',
  control_slip: 'control_slip'
};

/** A form as it is called, with its number among the forms under which the case was received. */
export function formName(words: Words, view: CaseView, kind: FormKind): string {
  const form = NUMBERED[kind];
  const number = form && view.form_numbers[form];
  return number === undefined ? words.forms[kind] : words.forms.numbered(words.forms[kind], number);
}

export class Paperwork {
  constructor(
    private readonly desk: Desk,
    private readonly toasts: Toasts,
    private readonly language: Language
  ) {}

  /** States what came of an act, and prints the form that belongs to it. */
  afterAct(kind: ActKind | 'receive', view: CaseView): void {
    const { toasts: words } = this.language.words;
    const last = view.history.at(-1);
    const at = formatTime(last?.at ?? Date.now());
    const sync = last?.sync ?? 'on_this_computer';
    const fact = { published: words.published, received: words.received }[sync as string] ?? words.saved;
    const form = FORM_AFTER[kind];
    const act = kind === 'receive' ? this.language.words.receive.doneTitle : this.language.words.law.acts[kind];
    const toast = this.toasts.say(fact(at), {
      tone: 'good',
      detail: words.done(act, view.case.code ?? view.case.applicant.name),
      actions: form && kind !== 'receive' ? this.#formActions(view.case.id, form) : []
    });
    // What is done while the applicant waits needs no receipt unless they ask for one.
    const needsNone = form === 'receipt' && view.service.at_once === true;
    if (form && !needsNone) void this.printForm(view.case.id, form, toast);
  }

  /** Shows a case in a window of its own. */
  async openWindow(id: CaseId): Promise<void> {
    try {
      await this.desk.backend.openWindow(id);
    } catch (thrown) {
      this.sayFailure(thrown);
    }
  }

  /** Prints; what came of it is added to the notice `toast`, where there is one. */
  printForm(id: CaseId, form: AskedForm, toast = 0): Promise<void> {
    const save = () => this.saveForm(id, form);
    return this.#print(() => this.desk.backend.printForm(id, form), save, toast);
  }

  saveForm(id: CaseId, form: AskedForm): Promise<void> {
    return this.#save(() => this.desk.backend.saveForm(id, form));
  }

  printReport(period: Period, kind: ReportKind): Promise<void> {
    const save = () => this.saveReport(period, kind, 'pdf');
    return this.#print(() => this.desk.backend.printReport(period, kind), save, 0);
  }

  saveReport(period: Period, kind: ReportKind, format: ReportFormat): Promise<void> {
    return this.#save(() => this.desk.backend.saveReport(period, kind, format));
  }

  printTable(table: ShownTable): Promise<void> {
    const save = () => this.saveTable(table, 'pdf');
    return this.#print(() => this.desk.backend.printTable(table), save, 0);
  }

  saveTable(table: ShownTable, format: ReportFormat): Promise<void> {
    return this.#save(() => this.desk.backend.saveTable(table, format));
  }

  printOutages(period: Period): Promise<void> {
    const save = () => this.saveOutages(period);
    return this.#print(() => this.desk.backend.printOutages(period), save, 0);
  }

  saveOutages(period: Period): Promise<void> {
    return this.#save(() => this.desk.backend.saveOutages(period));
  }

  /** One paper for several cases. */
  printJoint(cases: CaseId[], kind: JointKind): Promise<void> {
    const save = () => this.#save(() => this.desk.backend.saveJoint(cases, kind));
    return this.#print(() => this.desk.backend.printJoint(cases, kind), save, 0);
  }

  printDocument(digest: Digest): Promise<void> {
    const save = () => this.saveDocument(digest);
    return this.#print(() => this.desk.backend.printDocument(digest), save, 0);
  }

  saveDocument(digest: Digest): Promise<void> {
    return this.#save(() => this.desk.backend.saveDocument(digest));
  }

  /** Says why something did not happen. */
  sayFailure(thrown: unknown): void {
    const failure = this.desk.failure(thrown);
    const told = explainFailure(this.language.words, failure, namesOf(this.language.words, this.desk.session, null));
    this.toasts.say(told.what, { tone: 'bad', detail: told.todo });
  }

  #formActions(id: CaseId, form: FormKind): ToastAction[] {
    const { forms } = this.language.words;
    return [
      { label: forms.printAgain, testid: 'print', run: () => void this.printForm(id, form) },
      { label: forms.save, testid: 'save-form', run: () => void this.saveForm(id, form) }
    ];
  }

  async #print(print: () => Promise<Printed>, save: () => Promise<void>, toast: number): Promise<void> {
    const { forms } = this.language.words;
    try {
      const { printer } = await print();
      if (printer !== null) {
        this.toasts.add(toast, forms.printed(printer), { tone: 'good' });
      } else if (toast === 0) {
        const action = { label: forms.save, testid: 'save-form', run: () => void save() };
        this.toasts.say(forms.noPrinter, { actions: [action] });
      } else {
        this.toasts.add(toast, forms.noPrinter);
      }
    } catch (thrown) {
      this.sayFailure(thrown);
    }
  }

  async #save(save: () => Promise<Saved>): Promise<void> {
    try {
      const { path } = await save();
      if (path === null) return;
      const { forms } = this.language.words;
      // Where there is no printer, the viewer of the system prints.
      const show = () => void this.desk.backend.showSaved().catch((thrown: unknown) => this.sayFailure(thrown));
      this.toasts.say(forms.saved(path), {
        tone: 'good',
        actions: [{ label: forms.show, testid: 'show-saved', run: show }]
      });
    } catch (thrown) {
      this.sayFailure(thrown);
    }
  }
}

export const [usePaperwork, providePaperwork] = createContext<Paperwork>();
