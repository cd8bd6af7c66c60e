/** Which cases stand under whom on the board: by person, for two colleagues may be called alike. */
import type { CaseRow, User } from '$lib/generated/types';

/** The cases of a person; under nobody stand those of everybody who has no column. */
export function inColumn(rows: readonly CaseRow[], user: User | null, people: readonly User[]): CaseRow[] {
  if (user) return rows.filter((row) => row.assignee === user.id);
  return rows.filter((row) => !people.some((one) => one.id === row.assignee));
}
