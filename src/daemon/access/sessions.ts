/**
 * Sessions of people: a secret in a cookie, of which only the hash is kept. They outlive a restart of the controller, so that
 * nobody is thrown out by an upgrade of Drydock; they end when they are idle, when they are old, when they are signed out, and when
 * the person's password or role is changed.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { roleSchema, type Role } from '../../contract/api/roles.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { writeFileDurably } from '../../shared/durable-files.js';
import { parseJson } from '../../shared/json-text.js';
import type { Logger } from '../../shared/logger.js';
import type { Access } from './access-file.js';
import { findPerson } from './people.js';

const sessionSchema = z.strictObject({
  /** sha256 of the secret, in hex. */
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  /** Of the person when he signed in; null for those who came by a link, who are no person of the file. */
  revision: z.string().nullable(),
  createdAt: z.number(),
  lastUsedAt: z.number(),
  /** The address it was begun from; absent from those of earlier versions. */
  from: z.string().optional(),
});
export type Session = z.infer<typeof sessionSchema>;

const fileSchema = z.strictObject({ format: z.literal(1), sessions: z.array(sessionSchema) });

/** The one that was used longest ago makes room. */
const mostSessions = 1000;
const mostOfOnePerson = 20;

/** How stale `lastUsedAt` may be on the disk: a request must not wait for one. */
const saveEvery: Milliseconds = 60_000;

export interface SessionOptions {
  readonly file: string;
  readonly idle: Milliseconds;
  readonly longest: Milliseconds;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random?: (size: number) => Uint8Array;
}

/** Whose it is to be. */
interface Beginner {
  readonly name: string;
  readonly role: Role;
  readonly revision: string | null;
  readonly from?: string;
}

export class Sessions {
  #sessions: Map<string, Session>;
  #savedAt = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(private readonly options: SessionOptions) {
    this.#sessions = new Map(readSessions(options).map((session) => [session.id, session]));
  }

  /** @returns what goes into the cookie; it is kept nowhere */
  async begin(who: Beginner): Promise<string> {
    const secret = Buffer.from((this.options.random ?? randomBytes)(32)).toString('base64url');
    const now = this.options.clock.now();
    this.#makeRoom(who.name);
    const { name, role, revision, from } = who;
    const times = { createdAt: now, lastUsedAt: now };
    const origin = from === undefined ? {} : { from };
    this.#sessions.set(idOf(secret), { id: idOf(secret), name, role, revision, ...times, ...origin });
    await this.#save();
    return secret;
  }

  /** The session of a cookie, if it still holds; being asked for is being used. */
  use(secret: string, access: Access): Session | undefined {
    const session = this.find(idOf(secret), access);
    if (session === undefined) return undefined;
    return this.#touch(session);
  }

  /** An open page counts as a use. False when the session has ended. */
  stay(id: string, access: Access): boolean {
    const session = this.find(id, access);
    if (session === undefined) return false;
    this.#touch(session);
    return true;
  }

  /** By its id, without using it. One that has ended is forgotten. */
  find(id: string, access: Access): Session | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    if (this.#holds(session, access)) return session;
    this.#sessions.delete(id);
    void this.#save();
    return undefined;
  }

  /** Those that hold, the one that was used last first. */
  list(access: Access): readonly Session[] {
    return [...this.#sessions.values()]
      .filter((session) => this.#holds(session, access))
      .sort((a, b) => b.lastUsedAt - a.lastUsedAt);
  }

  /** It is on the disk when this resolves: a stolen cookie is worth nothing from then on, whatever is killed. */
  async end(id: string): Promise<void> {
    if (this.#sessions.delete(id)) await this.#save();
  }

  endsAt(session: Session): { readonly endsAt: number; readonly idleEndsAt: number } {
    const { idle, longest } = this.options;
    return { endsAt: session.createdAt + longest, idleEndsAt: session.lastUsedAt + idle };
  }

  /** Resolves when everything is on the disk. */
  async close(): Promise<void> {
    await this.#save();
  }

  #holds(session: Session, access: Access): boolean {
    const now = this.options.clock.now();
    const { endsAt, idleEndsAt } = this.endsAt(session);
    // A clock that was set back must not make a session longer than it is.
    if (now >= endsAt || now >= idleEndsAt || now < session.createdAt - saveEvery) return false;
    if (session.revision === null) return true;
    const person = findPerson(access, session.name);
    return person?.revision === session.revision && person.role === session.role;
  }

  #touch(session: Session): Session {
    const now = this.options.clock.now();
    const used = { ...session, lastUsedAt: now };
    this.#sessions.set(session.id, used);
    if (now - this.#savedAt >= saveEvery) void this.#save();
    return used;
  }

  #makeRoom(name: string): void {
    const byUse = [...this.#sessions.values()].sort((a, b) => a.lastUsedAt - b.lastUsedAt);
    const own = byUse.filter((session) => session.name === name);
    for (const session of own.slice(0, Math.max(0, own.length - mostOfOnePerson + 1)))
      this.#sessions.delete(session.id);
    const surplus = this.#sessions.size - mostSessions + 1;
    for (const session of byUse.slice(0, Math.max(0, surplus))) this.#sessions.delete(session.id);
  }

  /** One at a time; a later one writes what is true then. */
  #save(): Promise<void> {
    this.#savedAt = this.options.clock.now();
    this.#saving = this.#saving
      .then(() => this.#write())
      .catch((error: unknown) => {
        this.options.log.warn({ error: String(error) }, 'sessions could not be written down');
      });
    return this.#saving;
  }

  #write(): Promise<void> {
    const document = { format: 1, sessions: [...this.#sessions.values()] };
    return writeFileDurably(this.options.file, `${JSON.stringify(document)}\n`, 0o600);
  }
}

/** The value for x-drydock-csrf: bound to the session, and nobody who cannot read the cookie can make it. */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('csrf').digest('base64url');
}

export function isCsrf(secret: string, given: string): boolean {
  const [expected, found] = [Buffer.from(csrfOf(secret)), Buffer.from(given)];
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function idOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A file that cannot be read costs people a sign-in, and nothing else. */
function readSessions({ file, log }: SessionOptions): readonly Session[] {
  try {
    return fileSchema.parse(parseJson(readFileSync(file, 'utf8'))).sessions;
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) log.warn({ file }, 'the sessions cannot be read: everybody must sign in again');
    return [];
  }
}
