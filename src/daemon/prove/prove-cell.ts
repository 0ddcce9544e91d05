/** Lets the clients of one row ask at one address, and gives what came of it. */
import type { ClientProfile, ClientRole } from '../../installer/client-script.js';
import { TransportPerClient, openMediaTransport } from '../../installer/transports/open-transport.js';
import type { ExpectedTree } from '../../installer/proof/compare-answer.js';
import type { JourneyPart, JourneyStage } from '../../installer/proof/journeys.js';
import { credentialRefusal } from '../../installer/proof/refusals.js';
import { replay, type WrongObject } from '../../installer/proof/replay.js';
import type { ProofCell, ProofColumn } from './proof-report.js';

/** What a column has for all of its rows. */
export interface ColumnWork {
  readonly column: ProofColumn & { readonly protocol: 'http' | 'ftp' };
  /** What the clients of each stage are given. */
  readonly urls: Readonly<Record<JourneyStage, string>>;
  readonly expected: ExpectedTree;
  readonly signal: AbortSignal;
}

/** How each program of a row speaks. */
export type Profiles = Readonly<Record<ClientRole, ClientProfile>>;

export type CellOutcome = Pick<ProofCell, 'result' | 'reason' | 'source' | 'requests' | 'bytes' | 'failure'>;

/** Goes through the parts until an object is wrong or a client refuses. @throws the signal's reason */
export async function proveCell(
  parts: readonly JourneyPart[],
  profiles: Profiles,
  work: ColumnWork,
): Promise<CellOutcome> {
  let requests = 0;
  let bytes = 0;
  for (const part of parts) {
    const transport = openTransport(part.stage, profiles, work);
    const replayed = await replay(part.script(), {
      transport,
      expected: work.expected,
      asked: (client) => ({ protocol: work.column.protocol, ftpProbe: profiles[client].ftpProbe }),
      signal: work.signal,
    }).finally(() => transport.close());
    requests += replayed.requests;
    bytes += replayed.bytes;
    if (replayed.kind === 'wrong-object') {
      return { ...wrong(replayed.wrong, profiles, work.column), requests, bytes };
    }
    if (replayed.result !== undefined) {
      return { result: 'failed', reason: replayed.result, source: null, failure: null, requests, bytes };
    }
  }
  return { result: 'proven', reason: null, source: null, failure: null, requests, bytes };
}

/** The outcome of both halves of a host's way, of which the second is the same for all hosts. */
export function joined(first: CellOutcome, second: CellOutcome): CellOutcome {
  if (first.result !== 'proven') return first;
  return { ...second, requests: first.requests + second.requests, bytes: first.bytes + second.bytes };
}

function openTransport(stage: JourneyStage, profiles: Profiles, { urls, signal }: ColumnWork): TransportPerClient {
  return new TransportPerClient((role) => openMediaTransport(urls[stage], profiles[role], { signal }));
}

function wrong(
  object: WrongObject,
  profiles: Profiles,
  column: ColumnWork['column'],
): Omit<CellOutcome, 'requests' | 'bytes'> {
  const { path, client, phase, expected, found, status = 0 } = object;
  const { protocol, address: host, port } = column;
  const standardPortOnly = profiles[client].basicAuth === 'standard-port';
  const refusal = credentialRefusal(status, standardPortOnly, { protocol, host, port });
  if (refusal !== undefined) return { result: 'refused', failure: null, ...refusal };
  const failure = { path, client, phase, expected, found };
  return { result: 'failed', reason: `${path}: ${found}, instead of ${expected}`, source: null, failure };
}
