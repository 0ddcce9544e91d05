/** Clients that ask for one file after the other without any retry, as the installers' look-ups do, and count what goes wrong. */
import { systemClock } from '../../src/shared/clock.js';
import { waitUntil } from '../../src/shared/wait-until.js';
import { request } from './servers-http.js';
import type { TestProcesses } from './servers-process.js';

/** What is fetched from: any server of the medium `synth`. */
export type Fetched = Pick<TestProcesses, 'httpPort' | 'catalogue'>;

export class Tally {
  answered = 0;
  readonly failures: string[] = [];

  /** Resolves when so many were answered, however slow the machine; at once after a failure, which the test will tell. */
  async reaches(answered: number): Promise<void> {
    const there = (): true | undefined => (this.answered >= answered || this.failures.length > 0 ? true : undefined);
    await waitUntil(there, { clock: systemClock, deadline: 60_000, every: 20, waitingFor: `answer ${answered}` });
  }
}

/** Fetches back to back, each file over a connection of its own, until told to end. */
export async function fetchUntil(
  signal: AbortSignal,
  server: Fetched,
  base: string,
  names: readonly string[],
  tally: Tally,
): Promise<void> {
  for (let turn = 0; !signal.aborted; turn++) {
    const name = names[turn % names.length]!;
    const expected = server.catalogue.content('synth', name);
    try {
      const { status, headers, body } = await request(server.httpPort, base + name);
      const right = name === 'missing' ? status === 404 : status === 200 && body.equals(expected);
      if (right) tally.answered += 1;
      else tally.failures.push(`${name}: ${status}, ${body.length} of ${headers['content-length'] ?? '?'} bytes`);
    } catch (error) {
      tally.failures.push(`${name}: ${String(error)}`);
    }
  }
}
