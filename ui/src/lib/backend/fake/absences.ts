/** What was said of absences on the desk in memory. */
import type { Absence, AbsenceWish, UserId } from '$lib/generated/types';
import { USERS } from './people';

export class Absences {
  private wishes: AbsenceWish[] = [];

  /** Writes it into the people; without a line it waits as well. */
  set(by: UserId, user: UserId, absence: Absence | null, online: boolean): void {
    const person = USERS.find((one) => one.id === user);
    if (person) {
      if (absence === null) delete person.absence;
      else person.absence = absence;
    }
    if (online) return;
    this.wishes.push({ id: crypto.randomUUID(), by, user, absence, at: Date.now(), refusal: null });
  }

  /** One that was refused, to be looked at. */
  refuse(by: UserId, user: UserId, absence: Absence): void {
    const id = crypto.randomUUID();
    this.wishes.push({ id, by, user, absence, at: Date.now() - 7_200_000, refusal: 'overtaken' });
  }

  all = (): AbsenceWish[] => this.wishes;

  close(id: string): void {
    this.wishes = this.wishes.filter((one) => one.id !== id);
  }

  count = (refused: boolean): number => this.wishes.filter((one) => (one.refusal !== null) === refused).length;
}
