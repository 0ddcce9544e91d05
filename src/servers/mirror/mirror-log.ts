/** What the log of a mirror tells of each host, beside what its media server saw: bytes that arrived, and where they came from. */
import { z } from 'zod';

const number = z.coerce.number().nonnegative();

/** One line, as the rendered configuration of nginx writes it (nginx-config.ts). */
const lineSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  client: z.string(),
  /** Empty where the media server refused, or was away. */
  grant: z.string(),
  status: number,
  bytes: number,
  /** `HIT`: nothing was fetched for it; of a file in slices, that of its first. */
  cache: z.string(),
  /** `OK`, or empty where the client left early. */
  complete: z.string(),
});

export interface MirrorReader {
  /** The id of the grant; null for what was refused. */
  readonly grant: string | null;
  readonly clients: readonly string[];
  readonly answers: number;
  readonly bytes: number;
  /** Of the bytes, those whose file was in the cache. */
  readonly cachedBytes: number;
  /** Answers that the client did not take to their end: those that only look whether a file is there, and broken ones. */
  readonly leftEarly: number;
  readonly first: number;
  readonly last: number;
}

export interface MirrorLog {
  readonly readers: readonly MirrorReader[];
  /** Lines that are none of this log. */
  readonly unreadable: number;
}

/** A log may be years long; hosts are not so many. */
const mostReaders = 10_000;
const mostClients = 20;

export class MirrorLogReader {
  readonly #readers = new Map<string | null, MirrorReader>();
  #unreadable = 0;

  constructor(private readonly most = mostReaders) {}

  line(text: string): void {
    if (text.trim() === '') return;
    const line = parsed(text);
    const grant = line?.grant === '' ? null : line?.grant;
    if (line === undefined || grant === undefined) this.#unreadable += 1;
    else if (this.#readers.has(grant) || this.#readers.size < this.most) {
      this.#readers.set(grant, added(this.#readers.get(grant), grant, line));
    }
  }

  get log(): MirrorLog {
    return { readers: [...this.#readers.values()], unreadable: this.#unreadable };
  }
}

type Line = z.infer<typeof lineSchema>;

function parsed(text: string): Line | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function added(before: MirrorReader | undefined, grant: string | null, line: Line): MirrorReader {
  const at = Date.parse(line.at);
  const clients = before?.clients ?? [];
  const isNew = !clients.includes(line.client) && clients.length < mostClients;
  return {
    grant,
    clients: isNew ? [...clients, line.client] : clients,
    answers: (before?.answers ?? 0) + 1,
    bytes: (before?.bytes ?? 0) + line.bytes,
    cachedBytes: (before?.cachedBytes ?? 0) + (line.cache === 'HIT' ? line.bytes : 0),
    leftEarly: (before?.leftEarly ?? 0) + (line.complete === 'OK' ? 0 : 1),
    first: Math.min(at, before?.first ?? at),
    last: Math.max(at, before?.last ?? at),
  };
}
