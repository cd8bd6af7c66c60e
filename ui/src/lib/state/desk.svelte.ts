/** The desk as the window knows it: who is signed in, how the line is, what time it is, what has changed. */
import { createContext } from 'svelte';
import { asFailure, type Backend } from '$lib/backend/backend';
import type { CaseId, Connection, Failure, NewsList, Session, UnitCode, UserId } from '$lib/generated/types';

type ChangeListener = (cases: CaseId[]) => void;

const TOUCH_EVERY = 20_000;

/** Who sits at which desk. */
export const whoIs = ({ unit, user, practice }: Session): string => `${unit.code} ${user.id} ${practice}`;

export class Desk {
  session = $state.raw<Session | null>(null);
  connection = $state.raw<Connection | null>(null);
  /** The session ended by itself, not by the person. */
  locked = $state(false);
  now = $state(Date.now());
  /** A case that a notification asks to see. */
  asked = $state<CaseId | null>(null);
  /** What is new, latest first; `null` while it is not known. */
  news = $state.raw<NewsList | null>(null);
  /** Whether it is known yet that nobody, or who, is signed in. */
  known = $state(false);
  #listeners: ChangeListener[] = [];
  #leaving: (() => Promise<void>)[] = [];
  #working: Promise<unknown>[] = [];
  /** Counts the people who have come in, one after the other. */
  #visit = 0;
  #who = '';
  #coming: Promise<void> = Promise.resolve();
  #touchedAt = 0;
  #told = 0;

  /** `isSide`: this is the window of one case beside the main one. */
  constructor(
    readonly backend: Backend,
    readonly isSide = false
  ) {}

  get online(): boolean {
    return this.connection?.line.type === 'online';
  }

  /** Listens to the desk and keeps the time, until the returned function is called. */
  start(): () => void {
    const clock = setInterval(() => (this.now = Date.now()), 15_000);
    const listening = this.backend.listen({
      changed: (cases) => this.#listeners.forEach((listener) => listener(cases)),
      connection: (connection) => {
        this.#told += 1;
        this.connection = connection;
      },
      locked: () => void this.#lock(),
      closing: () => void this.#close(),
      openCase: (id) => {
        // Every window hears it; the one that shows all cases opens it.
        if (!this.isSide) this.asked = id;
      },
      news: (news) => (this.news = news)
    });
    return () => {
      clearInterval(clock);
      void listening.then((stop) => stop());
    };
  }

  onChanged(listener: ChangeListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => (this.#listeners = this.#listeners.filter((one) => one !== listener));
  }

  /** Says that cases have changed by what was done in this window. */
  noticed(cases: CaseId[]): void {
    this.#listeners.forEach((listener) => listener(cases));
  }

  /** Something to be finished before the person signs out. */
  onLeaving(finish: () => Promise<void>): () => void {
    this.#leaving = [...this.#leaving, finish];
    return () => (this.#leaving = this.#leaving.filter((one) => one !== finish));
  }

  /** Long work that goes on behind the lock, as long as nobody else comes in: `goesOn` says whether it still may. */
  async atWork<T>(work: (goesOn: () => Promise<boolean>) => Promise<T>): Promise<T> {
    const visit = this.#visit;
    const running = work(async () => {
      await this.#coming;
      return visit === this.#visit;
    });
    this.#working = [...this.#working, running];
    try {
      return await running;
    } finally {
      this.#working = this.#working.filter((one) => one !== running);
    }
  }

  /** Lets somebody in. What was begun waits meanwhile, and ends where it is somebody else. */
  async #comeIn(coming: Promise<Session>): Promise<void> {
    const counted = coming.then((session) => {
      const who = whoIs(session);
      if (who !== this.#who) this.#visit += 1;
      this.#who = who;
    });
    this.#coming = counted.catch(() => undefined);
    await counted;
    this.session = await coming;
    this.locked = false;
    this.now = Date.now();
    await Promise.all([this.refreshConnection(), this.refreshNews()]);
  }

  /** Signs in by the secret, or by the PIN where one was set and `byPin` says so. */
  async signIn(unit: UnitCode, user: UserId, secret: string, byPin = false): Promise<void> {
    await this.#comeIn(byPin ? this.backend.enterByPin(unit, user, secret) : this.backend.signIn(unit, user, secret));
  }

  /** Goes on with a session that was begun before this page: in another window, or before a reload. */
  async resume(): Promise<void> {
    try {
      this.session = await this.backend.session();
      this.#who = whoIs(this.session);
      await Promise.all([this.refreshConnection(), this.refreshNews()]);
    } catch {
      // Nobody is signed in.
    } finally {
      this.known = true;
    }
  }

  async refreshNews(): Promise<void> {
    try {
      this.news = await this.backend.news();
    } catch {
      // The desk announces news by itself.
    }
  }

  /** Goes over to a desk to learn on; signing out leaves it. */
  async practise(): Promise<void> {
    for (const finish of this.#leaving) await finish();
    await this.#comeIn(this.backend.practise());
  }

  /** Who is signed in, as the desk knows it by now. */
  async refreshSession(): Promise<void> {
    this.session = await this.backend.session();
  }

  /** Hides everything at once; the desk is left as soon as what was begun is done. */
  async signOut(): Promise<void> {
    if (this.#working.length > 0) return this.backend.lock();
    for (const finish of this.#leaving) await finish();
    await this.backend.signOut();
    this.session = null;
    this.locked = false;
  }

  async refreshConnection(): Promise<void> {
    const told = this.#told;
    try {
      const connection = await this.backend.connection();
      // What was announced meanwhile is newer than the answer.
      if (told === this.#told) this.connection = connection;
    } catch {
      // The desk announces the line by itself as soon as it knows it.
    }
  }

  /** Somebody is here; told to the desk now and then, so that it does not lock. */
  touch(): void {
    const now = Date.now();
    if (this.session === null || now - this.#touchedAt < TOUCH_EVERY) return;
    this.#touchedAt = now;
    this.backend.touch().catch(() => undefined);
  }

  /** The failure behind whatever was thrown. A session that ended shows the sign-in again. */
  failure(thrown: unknown): Failure {
    const failure = asFailure(thrown);
    if (failure.type === 'signed_out') void this.#lock();
    return failure;
  }

  /** The screen is hidden at once; acts that wait for their time are done, and long work goes on to its end. */
  async #lock(): Promise<void> {
    if (this.session === null) return;
    const finishing = this.#leaving.map((finish) => finish());
    this.session = null;
    this.locked = true;
    await Promise.allSettled(finishing);
    await Promise.allSettled(this.#working);
    // Somebody has come in meanwhile, or this window is not the one that answers for the desk.
    if (this.isSide || this.session !== null) return;
    await this.backend.signOut().catch(() => undefined);
  }

  /** The window is to close: what it holds is done before. */
  async #close(): Promise<void> {
    this.#visit += 1;
    await Promise.allSettled([...this.#leaving.map((finish) => finish()), ...this.#working]);
    await this.backend.closeWindow();
  }
}

export const [useDesk, provideDesk] = createContext<Desk>();
