/** How the scripts ask: a small notebook that fills in what is the same for a run of requests, and remembers refusals. */
import type { ClientRole, ClientScript, InstallPhase, MediaAnswer } from './client-script.js';

/** A part of a script: yields requests, is told answers, gives a value to the script that runs it. */
export type ScriptPart<Value> = ClientScript<Value>;

export class Asking {
  /** Status of the last request that got anything else than the file; 0 when no answer came (host library `lastError`). */
  lastStatus: number | undefined;
  #session = 0;

  constructor(
    readonly client: ClientRole,
    readonly phase: InstallPhase,
  ) {}

  /** The client closes its control connection here and opens another for what follows. */
  newSession(): void {
    this.#session++;
  }

  /** "Is it there?" A connection that fails counts as missing. */
  *probe(path: string): ScriptPart<boolean> {
    const answer = yield {
      path,
      mode: 'probe',
      phase: this.phase,
      retries: 0,
      client: this.client,
      session: this.#session,
    };
    this.#note(answer);
    return answer.outcome === 'found';
  }

  /** The whole file, or undefined when it is missing or broken after the retries. */
  *read(path: string, retries = 0): ScriptPart<Uint8Array | undefined> {
    const answer = yield {
      path,
      mode: 'read',
      phase: this.phase,
      retries,
      client: this.client,
      session: this.#session,
    };
    this.#note(answer);
    return answer.outcome === 'found' ? (answer.body ?? new Uint8Array()) : undefined;
  }

  #note(answer: MediaAnswer): void {
    if (answer.outcome === 'missing') this.lastStatus = answer.status;
    if (answer.outcome === 'failed') this.lastStatus = 0;
  }
}
