/** What the palette offers: acts of the open case, cases, queues, screens. */
import type { IconName } from '$lib/components/icons';
import { QUEUE_ICONS } from '$lib/components/marks';
import { shortCode } from '$lib/format/text';
import type { ActKind, CaseId, CaseRow, CaseView, Queue } from '$lib/generated/types';
import type { Words } from '$lib/i18n/vi';
import {
  ACT_KEYS,
  AUDIT_KEY,
  BOARD_KEY,
  CONFLICTS_KEY,
  DASHBOARD_KEY,
  OUTBOX_KEY,
  QUEUE_KEYS,
  REPORTS_KEY
} from '$lib/shortcuts';
import { LANGUAGES, type LanguageCode } from '$lib/i18n/language.svelte';
import { DENSITIES, TEXT_SIZES, THEMES, type Preferences } from '$lib/state/preferences.svelte';
import type { RecentCase } from '$lib/state/recent.svelte';
import type { SavedView } from '$lib/state/views.svelte';

export type Group = 'act' | 'recent' | 'found' | 'view' | 'queue' | 'screen' | 'comfort';

export interface Command {
  id: string;
  group: Group;
  icon: IconName;
  text: string;
  detail?: string;
  keys?: string[];
  run: () => void;
}

export interface Doors {
  toQueue: (queue: Queue) => void;
  toCase: (id: CaseId) => void;
  to: (
    screen:
      | 'receive'
      | 'import'
      | 'dashboard'
      | 'board'
      | 'audit'
      | 'reports'
      | 'numbers'
      | 'outages'
      | 'outbox'
      | 'conflicts'
  ) => void;
  begin: ((kind: ActKind) => void) | null;
  help: () => void;
  explain: () => void;
  lock: () => void;
  inWindow: (id: CaseId) => void;
}

export function actCommands(view: CaseView | null, doors: Doors, words: Words): Command[] {
  const { begin } = doors;
  if (!view || !begin) return [];
  const acts: Command[] = view.acts.map((act) => ({
    id: `act-${act.kind}`,
    group: 'act',
    icon: act.main ? 'check' : 'pen',
    text: words.law.acts[act.kind],
    detail: view.case.applicant.name,
    keys: [ACT_KEYS[act.kind]],
    run: () => begin(act.kind)
  }));
  const apart: Command = {
    id: 'window',
    group: 'act',
    icon: 'window',
    text: words.windows.open,
    detail: view.case.applicant.name,
    run: () => doors.inWindow(view.case.id)
  };
  return [...acts, apart];
}

export function recentCommands(recent: RecentCase[], doors: Doors, words: Words): Command[] {
  return recent.map((one) => ({
    id: `recent-${one.id}`,
    group: 'recent',
    icon: 'clock',
    text: one.applicant,
    detail: `${one.code === null ? words.list.noCode : shortCode(one.code)} · ${one.service}`,
    run: () => doors.toCase(one.id)
  }));
}

export function foundCommands(rows: CaseRow[], doors: Doors, words: Words): Command[] {
  return rows.map((row) => ({
    id: `found-${row.id}`,
    group: 'found',
    icon: 'folder',
    text: row.applicant,
    detail: `${row.code ?? words.list.noCode} · ${words.law.statuses[row.status]} · ${row.service_name}`,
    run: () => doors.toCase(row.id)
  }));
}

export function viewCommands(saved: SavedView[], show: (view: SavedView) => void): Command[] {
  return saved.map((view, place) => ({
    id: `view-${place + 1}`,
    group: 'view',
    icon: 'flag',
    text: view.name,
    detail: view.search,
    keys: [String(place + 1)],
    run: () => show(view)
  }));
}

export function queueCommands(counts: Partial<Record<Queue, number>>, doors: Doors, words: Words): Command[] {
  return (Object.keys(QUEUE_KEYS) as Queue[]).map((queue) => ({
    id: `queue-${queue}`,
    group: 'queue',
    icon: QUEUE_ICONS[queue],
    text: words.law.queues[queue],
    detail: counts[queue] === undefined ? undefined : words.rail.count(counts[queue]),
    keys: ['g', QUEUE_KEYS[queue]],
    run: () => doors.toQueue(queue)
  }));
}

export function screenCommands(isClerk: boolean, isHead: boolean, doors: Doors, words: Words): Command[] {
  const screen = (id: string, icon: IconName, text: string, run: () => void, keys?: string[]): Command => ({
    id,
    group: 'screen',
    icon,
    text,
    keys,
    run
  });
  const counter = [
    screen('receive', 'plus', words.rail.receive, () => doors.to('receive'), ['r']),
    screen('import', 'file', words.imports.title, () => doors.to('import'))
  ];
  const heads = [
    screen('dashboard', 'flag', words.heads.dashboard.title, () => doors.to('dashboard'), ['g', DASHBOARD_KEY]),
    screen('board', 'users', words.heads.board.title, () => doors.to('board'), ['g', BOARD_KEY]),
    screen('audit', 'clock', words.heads.audit.title, () => doors.to('audit'), ['g', AUDIT_KEY])
  ];
  return [
    ...(isClerk ? counter : []),
    ...(isHead ? heads : []),
    screen('reports', 'stack', words.rail.reports, () => doors.to('reports'), ['g', REPORTS_KEY]),
    screen('numbers', 'stamp', words.office.numbers.title, () => doors.to('numbers')),
    screen('outages', 'line', words.office.outages.title, () => doors.to('outages')),
    screen('outbox', 'outbox', words.rail.outbox, () => doors.to('outbox'), ['g', OUTBOX_KEY]),
    screen('conflicts', 'conflict', words.rail.conflicts, () => doors.to('conflicts'), ['g', CONFLICTS_KEY]),
    screen('help', 'info', words.help.open, doors.explain, ['F1']),
    screen('shortcuts', 'keyboard', words.bar.shortcuts, doors.help, ['?']),
    screen('lock', 'lock', words.bar.lock, doors.lock)
  ];
}

/** Everything about the look of things that is not chosen now. */
export function comfortCommands(preferences: Preferences, words: Words): Command[] {
  const { bar } = words;
  const { language } = preferences;
  const choice = (id: string, name: string, text: string, isChosen: boolean, run: () => void): Command[] =>
    isChosen ? [] : [{ id, group: 'comfort', icon: 'sun', text: `${name}: ${text}`, run }];
  return [
    ...THEMES.flatMap((one) =>
      choice(`theme-${one}`, bar.theme, bar.themes[one], preferences.theme === one, () => (preferences.theme = one))
    ),
    ...(Object.keys(LANGUAGES) as LanguageCode[]).flatMap((one) =>
      choice(`language-${one}`, bar.language, LANGUAGES[one], language.code === one, () => (language.code = one))
    ),
    ...TEXT_SIZES.flatMap((one) =>
      choice(`text-${one}`, bar.textSize, bar.textSizes[one], preferences.textSize === one, () => {
        preferences.textSize = one;
      })
    ),
    ...DENSITIES.flatMap((one) =>
      choice(`density-${one}`, bar.density, bar.densities[one], preferences.density === one, () => {
        preferences.density = one;
      })
    )
  ];
}
