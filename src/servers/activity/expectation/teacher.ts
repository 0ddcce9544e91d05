/** Which host teaches which: the first that was proven under the same run and medium. */
import type { GrantRecord } from '../../grants/grant-record.js';
import type { HostTrace } from './host-trace.js';
import { learn, type Expectation } from './learn.js';

/** What an ended grant says when its host came back as the medium installs it. */
const proven = 'proven';

/** Undefined for the first host itself, and for grants that nobody installs from. */
export function teacherOf(record: GrantRecord, grants: readonly GrantRecord[]): GrantRecord | undefined {
  if (record.state === 'probe' || record.state === 'proof' || record.state === 'ended') return undefined;
  const { id, run, media } = record;
  return grants
    .filter((one) => one.id !== id && one.run === run && one.media === media)
    .filter(({ state, reason }) => state === 'ended' && reason === proven)
    .sort((left, right) => left.stateSince - right.stateSince)[0];
}

/** Learns once from each host: nothing is asked for under an ended grant that would change it. */
export class Teachings {
  readonly #learned = new Map<string, Expectation | undefined>();

  of(teacher: GrantRecord | undefined, trace: (grant: string) => HostTrace): Expectation | undefined {
    if (teacher === undefined) return undefined;
    const { id, host, armedAt } = teacher;
    if (!this.#learned.has(id)) this.#learned.set(id, learn(host.name, trace(id), armedAt));
    return this.#learned.get(id);
  }
}
