/** Shapes of the messages that explain values of the law: one message for every kind, checked by the compiler. */
import type {
  Actor,
  Addend,
  Command,
  Date as Day,
  Event,
  Failure,
  Moment,
  Refusal,
  Role,
  Status
} from '$lib/generated/types';

/** What happened, and what to do about it. */
export interface Explanation {
  what: string;
  todo: string;
}

/** A line of the history: what happened, and what was said with it. */
export interface Told {
  title: string;
  details: string[];
}

/** How things that messages mention are called. */
export interface Names {
  status(status: Status): string;
  role(role: Role): string;
  step(id: string | null): string;
  person(id: string | null): string;
  actor(by: Actor): string;
  unit(code: string): string;
  service(code: string): string;
  entry(name: string): string;
  when(moment: Moment): string;
  day(day: Day): string;
}

type Kind<Union extends { type: string }, Type extends Union['type']> = Extract<Union, { type: Type }>;

export type EventWords = { [T in Event['type']]: (event: Kind<Event, T>, names: Names) => Told };
export type CommandWords = { [T in Command['type']]: (command: Kind<Command, T>, names: Names) => string };
export type RefusalWords = { [T in Refusal['type']]: (refusal: Kind<Refusal, T>, names: Names) => Explanation };
/** `refused` is explained by its refusal. */
export type FailureWords = {
  [T in Exclude<Failure['type'], 'refused'>]: (failure: Kind<Failure, T>) => Explanation;
};
export type AddendWords = { [T in Addend['type']]: (addend: Kind<Addend, T>, names: Names) => string };
