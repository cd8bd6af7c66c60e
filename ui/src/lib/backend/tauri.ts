/** The real desk, behind Tauri's commands. The only file that knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebviewWindow } from '@tauri-apps/api/webviewWindow';
import type { CaseId, Connection, NewsList } from '$lib/generated/types';
import type { Announcements, Backend } from './backend';

export const tauri: Backend = {
  desks: () => invoke('desks'),
  enrol: (request) => invoke('enrol', { ...request }),
  addPerson: (unit, host, hostSecret, guest, guestSecret) =>
    invoke('add_person', { unit, host, hostSecret, guest, guestSecret }),
  signIn: (unit, user, secret) => invoke('sign_in', { unit, user, by: { secret } }),
  signOut: () => invoke('sign_out'),

  list: (request) => invoke('list', { request }),
  openCase: (id) => invoke('open_case', { id }),
  act: (request) => invoke('act', { request }),

  openCaseOn: (id, at, by) => invoke('open_case_on', { id, at, by }),
  feeAmounts: (id, fees) => invoke('fee_amounts', { id, fees }),
  formEntries: (request) => invoke('form_entries', { request }),
  previewImport: (name, bytes) => invoke('preview_import', { name, bytes }),
  report: (period) => invoke('report', { period }),
  saveReport: (period, kind, format) => invoke('save_report', { period, kind, format }),
  printReport: (period, kind) => invoke('print_report', { period, kind }),
  outages: (period) => invoke('outages', { period }),
  printOutages: (period) => invoke('print_outages', { period }),
  saveOutages: (period) => invoke('save_outages', { period }),
  numbers: () => invoke('numbers'),
  takeRegister: (book) => invoke('take_register', { book }),
  releaseRegister: (book) => invoke('release_register', { book }),
  printJoint: (cases, kind) => invoke('print_joint', { cases, kind }),
  saveJoint: (cases, kind) => invoke('save_joint', { cases, kind }),
  signSlip: (cases, to, strokes) => invoke('sign_slip', { cases, to, strokes }),

  previewRejection: (id, reason) => invoke('preview_rejection', { id, reason }),
  previewResult: (id, title, body) => invoke('preview_result', { id, title, body }),
  previewForm: (id, form) => invoke('preview_form', { id, form }),
  printForm: (id, form) => invoke('print_form', { id, form }),
  saveForm: (id, form) => invoke('save_form', { id, form }),
  documentPages: (digest) => invoke('document_pages', { digest }),
  documentSignatures: (digest) => invoke('document_signatures', { digest }),
  saveDocument: (digest) => invoke('save_document', { digest }),
  printDocument: (digest) => invoke('print_document', { digest }),
  addFile: (name, media, bytes) => invoke('add_file', { name, media, bytes }),

  drafts: () => invoke('drafts'),
  saveDraft: (key, content) => invoke('save_draft', { key, content }),
  dropDraft: (key) => invoke('drop_draft', { key }),

  outbox: () => invoke('outbox'),
  bundles: () => invoke('bundles'),
  writeBundle: () => invoke('write_bundle'),
  bundleLabel: (bytes) => invoke('bundle_label', { bytes }),
  carryBundle: (bytes) => invoke('carry_bundle', { bytes }),
  readAnswer: (bytes) => invoke('read_answer', { bytes }),
  conflicts: () => invoke('conflicts'),
  closeConflict: (envelope, note) => invoke('close_conflict', { envelope, note }),
  syncNow: () => invoke('sync_now'),
  connection: () => invoke('connection'),

  importKey: (bytes, secret) => invoke('import_key', { bytes, secret }),
  setAbsence: (user, absence) => invoke('set_absence', { user, absence }),
  absenceWishes: () => invoke('absence_wishes'),
  closeAbsenceWish: (id, note) => invoke('close_absence_wish', { id, note }),
  session: () => invoke('session'),
  touch: () => invoke('touch'),

  news: () => invoke('news'),
  readNews: (number) => invoke('read_news', { number }),
  settleNews: (settings) => invoke('settle_news', { settings }),
  newsSettings: () => invoke('news_settings'),
  saveTable: (table, format) => invoke('save_table', { table, format }),
  printTable: (table) => invoke('print_table', { table }),
  audit: (request) => invoke('audit', { request }),
  groups: (request) => invoke('groups', { request }),
  nearDue: () => invoke('near_due'),
  ratings: (period) => invoke('ratings', { period }),
  opened: (id) => invoke('opened', { id }),
  resets: () => invoke('resets'),
  setPin: (pin) => invoke('set_pin', { pin }),
  pins: () => invoke('pins'),
  enterByPin: (unit, user, pin) => invoke('sign_in', { unit, user, by: { pin } }),
  resetSecret: (unit, host, hostSecret, guest, guestSecret) =>
    invoke('reset_secret', { unit, host, hostSecret, guest, guestSecret }),
  practise: () => invoke('practise'),
  openWindow: (id) => invoke('open_window', { id }),
  printers: () => invoke('printers'),
  choosePrinter: (printer) => invoke('choose_printer', { printer }),
  showSaved: () => invoke('show_saved'),
  lock: () => invoke('lock'),
  unsent: () => invoke('unsent'),
  closeWindow: () => invoke('close_window'),

  listen: hear
};

async function hear(announcements: Announcements): Promise<() => void> {
  const stops = await Promise.all([
    listen<{ cases: CaseId[] }>('changed', (event) => announcements.changed(event.payload.cases)),
    listen<Connection>('connection', (event) => announcements.connection(event.payload)),
    listen<null>('locked', () => announcements.locked()),
    // Each window is asked by itself.
    getCurrentWebviewWindow().listen<null>('closing', () => announcements.closing()),
    listen<CaseId>('open-case', (event) => announcements.openCase(event.payload)),
    listen<NewsList>('news', (event) => announcements.news(event.payload))
  ]);
  return () => stops.forEach((stop) => stop());
}
