/** A media server inside this process, for deterministic simulations: no sockets, no timers, the same decisions. */
import { readFileSync } from 'node:fs';
import { mediaServerContractVersion, type Endpoint, type MediaServerApi } from '../contract/media-server.js';
import type { MediaCatalogue } from '../media/catalogue.js';
import type { Clock } from '../shared/clock.js';
import { silentLogger, type Logger } from '../shared/logger.js';
import type { ActivityEntry } from './activity/activity-entry.js';
import { ActivityJournal } from './activity/activity-journal.js';
import type { GrantEntry } from './grants/grant-record.js';
import { GrantRegistry } from './grants/grant-registry.js';
import { answerTo, forMethod, type HttpAnswer } from './http/answer.js';
import { nothingAround } from './http/around.js';
import { createMediaServer } from './media-server.js';
import { mirrorDoor, type KnownMirror } from './mirror/mirror-door.js';
import { memoryLog } from './storage/record-log.js';

/** What survives a simulated crash of the media server: give the same object to the next one. */
export interface InProcessState {
  readonly grants: GrantEntry[];
  readonly activity: ActivityEntry[];
}

export interface InProcessOptions {
  readonly catalogue: MediaCatalogue;
  readonly clock: Clock;
  readonly state?: InProcessState;
  readonly logger?: Logger;
  readonly endpoints?: readonly Endpoint[];
  /** Seeded randomness for the tokens, so that a run can be repeated exactly. */
  readonly random?: (size: number) => Uint8Array;
  readonly publicMedia?: boolean;
  /** Those that may ask for their hosts. */
  readonly mirrors?: readonly KnownMirror[];
}

export interface InProcessRequest {
  /** As an URL has it: `/i/<token>/boot/xen.gz`, percent-encoded. */
  readonly path: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: string;
  /**
   * `probe`: the client drops the connection once it has the head, as hosts do to see whether a file exists.
   * `account`: a whole read as far as activity goes, of a file whose bytes nobody looks at.
   */
  readonly mode?: 'read' | 'probe' | 'account';
}

export interface InProcessAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array;
}

export interface InProcessMediaServer {
  readonly api: MediaServerApi;
  /** What HTTP would answer; recorded as activity in the same way. */
  answer(request: InProcessRequest): Promise<InProcessAnswer>;
}

export function createInProcessMediaServer(options: InProcessOptions): InProcessMediaServer {
  const { catalogue, clock, state = { grants: [], activity: [] } } = options;
  const startedAt = clock.now();
  const { api, resolve } = createMediaServer({
    grants: new GrantRegistry(memoryLog(state.grants), clock, options.random),
    activity: new ActivityJournal(memoryLog(state.activity), clock, options.logger ?? silentLogger),
    catalogue,
    clock,
    worker: `in-process-${startedAt}`,
    publicMedia: options.publicMedia ?? true,
    describe: () => ({
      contract: mediaServerContractVersion,
      version: 'in-process',
      pid: process.pid,
      startedAt,
      endpoints: [...(options.endpoints ?? [])],
    }),
    end: () => Promise.resolve(),
  });
  const door = mirrorDoor({ mirrors: options.mirrors ?? [], resolve, inner: nothingAround });
  return {
    api,
    answer: async ({ path, method = 'GET', headers = {}, client = '127.0.0.1', mode = 'read' }) => {
      const request = { method, target: path, headers, client };
      const answer = forMethod(method, await door(request, () => answerTo(request, resolve)));
      const body = mode === 'read' ? bodyOf(answer) : new Uint8Array();
      const complete = mode !== 'probe' || answer.status !== 200;
      const bytes = mode === 'account' ? lengthOf(answer) : body.length;
      answer.observer.done({ status: answer.status, bytes, complete });
      return { status: answer.status, headers: answer.headers, body };
    },
  };
}

function lengthOf(answer: HttpAnswer): number {
  if (answer.body.kind !== 'file') return bodyOf(answer).length;
  return answer.body.pieces.reduce(
    (sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : piece.end - piece.start),
    0,
  );
}

/** Synchronously, so that no virtual time passes while a real disk is read. */
function bodyOf(answer: HttpAnswer): Uint8Array {
  switch (answer.body.kind) {
    case 'none':
      return new Uint8Array();
    case 'text':
      return Buffer.from(answer.body.text);
    case 'file': {
      const { file, pieces } = answer.body;
      const bytes = readFileSync(file.location);
      return Buffer.concat(
        pieces.map((piece) =>
          typeof piece === 'string' ? Buffer.from(piece) : bytes.subarray(piece.start, piece.end),
        ),
      );
    }
  }
}
