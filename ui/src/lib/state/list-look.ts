/** How lists can look: which columns fit, and which groups there are. */
/** The columns that can be chosen; code and applicant are always there. */
export const COLUMNS = ['service', 'status', 'step', 'due', 'owner', 'changed'] as const;
export type Column = (typeof COLUMNS)[number];
export const GROUPS = ['none', 'service', 'status', 'owner', 'due'] as const;
export type Grouping = (typeof GROUPS)[number];

export interface ListLook {
  columns: Column[];
  group: Grouping;
}

export const USUAL: ListLook = { columns: ['service', 'status', 'due', 'owner'], group: 'none' };

/** What was kept, as far as it is still known. */
export function lookOf(kept: unknown): ListLook {
  const { columns, group } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<ListLook>;
  return {
    columns: Array.isArray(columns) ? COLUMNS.filter((one) => columns.includes(one)) : USUAL.columns,
    group: GROUPS.find((one) => one === group) ?? 'none'
  };
}

export const isUsual = (look: ListLook): boolean => JSON.stringify(lookOf(look)) === JSON.stringify(USUAL);

/** Widths in em of the letters; `least` is what a column needs, `more` its share of what is left. */
const WIDTHS: Record<Column | 'code' | 'applicant', { least: number; more: number }> = {
  code: { least: 6.25, more: 0 },
  applicant: { least: 9, more: 1.2 },
  service: { least: 9, more: 1.8 },
  status: { least: 9.5, more: 0 },
  step: { least: 8, more: 1 },
  due: { least: 10.5, more: 0 },
  owner: { least: 7, more: 0.9 },
  changed: { least: 8.5, more: 0 }
};
/** What goes first where there is no room. */
const EXPENDABLE: Column[] = ['changed', 'step', 'owner', 'service'];
const GAP = 0.75;
/** Tick, state of sending, and the edges. */
const FRAME = 5.5;
const WHOLE_CODE = 13.5;
const ROOMY = 80;

export interface Fitted {
  columns: Column[];
  /** Whether codes stand whole, with the unit. */
  whole: boolean;
  /** Whether the status is a sign alone. */
  small: boolean;
  template: string;
}

/** The columns that fit into so many em, and the grid that they make. */
export function fit(chosen: Column[], width: number): Fitted {
  const needs = (columns: Column[]) =>
    FRAME + [...columns, 'code' as const, 'applicant' as const].reduce((sum, one) => sum + WIDTHS[one].least + GAP, 0);
  let columns = COLUMNS.filter((one) => chosen.includes(one));
  for (const one of EXPENDABLE) if (needs(columns) > width) columns = columns.filter((other) => other !== one);
  const whole = width >= ROOMY;
  const small = needs(columns) > width;
  const track = (one: Column | 'applicant') => {
    const { least, more } = WIDTHS[one];
    if (small) return one === 'status' ? '1.5rem' : one === 'due' ? '7.5rem' : 'minmax(6rem, 1fr)';
    return more > 0 ? `minmax(${least}rem, ${more}fr)` : `${least}rem`;
  };
  const code = whole ? WHOLE_CODE : WIDTHS.code.least;
  const template = ['1rem', '1.25rem', `${code}rem`, track('applicant'), ...columns.map(track)].join(' ');
  return { columns, whole, small, template };
}
