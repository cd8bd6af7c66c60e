/** How things are called that messages mention, and the message for each value of the law. */
import { formatDateTime, formatDay } from '$lib/format/moment';
import type { Addend, CaseView, Command, Event, Failure, Refusal, Session } from '$lib/generated/types';
import type { Explanation, Names, Told } from './shapes';
import type { Words } from './vi';

/** Names from what the screen has at hand; where it has none, the code stands for itself. */
export function namesOf(words: Words, session: Session | null, view: CaseView | null): Names {
  return {
    status: (status) => words.law.statuses[status],
    role: (role) => words.law.roles[role],
    step: (id) => view?.steps.find((step) => step.id === id)?.name ?? id ?? words.app.none,
    person: (id) => {
      if (id === null) return words.list.nobody;
      if (id === session?.user.id) return session.user.name;
      return view?.people[id] ?? session?.people[id] ?? id;
    },
    actor(by) {
      return by.kind === 'portal' ? words.app.portal : this.person(by.id);
    },
    unit: (code) =>
      [session?.unit, view?.unit].find((unit) => unit?.code === code)?.name ?? session?.units[code] ?? code,
    service: (code) => session?.services.find((service) => service.code === code)?.name ?? code,
    entry: (name) => words.entries[name] ?? name,
    when: formatDateTime,
    day: formatDay
  };
}

/** The message for a value, by its type. The compiler has checked that every type of today has one. */
function messageFor<Value extends { type: string }, Answer>(table: object, value: Value, names: Names): Answer | null {
  const message = (table as Record<string, ((value: Value, names: Names) => Answer) | undefined>)[value.type];
  return message ? message(value, names) : null;
}

const unknown = (type: string): Explanation => ({ what: type, todo: '' });

export function explainRefusal(words: Words, refusal: Refusal, names: Names): Explanation {
  return messageFor<Refusal, Explanation>(words.noes.refusals, refusal, names) ?? unknown(refusal.type);
}

export function explainFailure(words: Words, failure: Failure, names: Names): Explanation {
  if (failure.type === 'refused') return explainRefusal(words, failure.refusal, names);
  return messageFor<Failure, Explanation>(words.noes.failures, failure, names) ?? unknown(failure.type);
}

export function tellEvent(words: Words, event: Event, names: Names): Told {
  return messageFor<Event, Told>(words.law.events, event, names) ?? { title: event.type, details: [] };
}

export function tellCommand(words: Words, command: Command, names: Names): string {
  return messageFor<Command, string>(words.law.commands, command, names) ?? command.type;
}

export function tellAddend(words: Words, addend: Addend, names: Names): string {
  return messageFor<Addend, string>(words.law.addends, addend, names) ?? addend.type;
}
