/** What this process has served and refused since its start, counted as it happens. */
import type { RequestEnd, RequestRecord, RequestWatcher } from '../observation/request-record.js';
import type { MetricFamily, Sample } from './exposition.js';

type Protocol = RequestRecord['protocol'];

/** Why something was turned away; the labels of `drydock_refusals_total`, and no others. */
export const refusalReasons = [
  'address',
  'connections',
  'connections-of-address',
  'head-too-large',
  'head-too-slow',
  'malformed',
  'password',
  'stalled',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

const protocols: readonly Protocol[] = ['http', 'ftp'];
const statusClasses = ['2xx', '3xx', '4xx', '5xx'] as const;

interface ProtocolCounts {
  readonly requests: Record<(typeof statusClasses)[number], number>;
  readonly refusals: Map<RefusalReason, number>;
  bytes: number;
  transfers: number;
}

export class ServingCounters implements RequestWatcher {
  readonly #counts: Record<Protocol, ProtocolCounts> = { http: noCounts(), ftp: noCounts() };

  begun(protocol: Protocol): void {
    this.#counts[protocol].transfers += 1;
  }

  flowed(protocol: Protocol, bytes: number): void {
    this.#counts[protocol].bytes += bytes;
  }

  ended({ protocol, status, bytes }: Pick<RequestEnd, 'protocol' | 'status' | 'bytes'>, announced: boolean): void {
    const counts = this.#counts[protocol];
    const digit = Math.min(5, Math.max(2, Math.floor(status / 100)));
    counts.requests[statusClasses[digit - 2] ?? '5xx'] += 1;
    if (announced) counts.transfers -= 1;
    else counts.bytes += bytes;
  }

  refused(protocol: Protocol, reason: RefusalReason, count = 1): void {
    const { refusals } = this.#counts[protocol];
    refusals.set(reason, (refusals.get(reason) ?? 0) + count);
  }

  families(): MetricFamily[] {
    const of = (samples: (counts: ProtocolCounts, protocol: Protocol) => Sample[]): Sample[] =>
      protocols.flatMap((protocol) => samples(this.#counts[protocol], protocol));
    return [
      {
        name: 'drydock_requests_total',
        help: 'Requests answered, by protocol and class of status; FTP counts what it is asked about files.',
        type: 'counter',
        samples: of(({ requests }, protocol) =>
          statusClasses.map((status) => ({ labels: { protocol, status }, value: requests[status] })),
        ),
      },
      {
        name: 'drydock_sent_bytes_total',
        help: 'Bytes of bodies handed to the kernel.',
        type: 'counter',
        samples: of(({ bytes }, protocol) => [{ labels: { protocol }, value: bytes }]),
      },
      {
        name: 'drydock_transfers',
        help: 'Large bodies being sent now.',
        type: 'gauge',
        samples: of(({ transfers }, protocol) => [{ labels: { protocol }, value: transfers }]),
      },
      {
        name: 'drydock_refusals_total',
        help: 'Connections and requests turned away, by reason.',
        type: 'counter',
        samples: of(({ refusals }, protocol) =>
          refusalReasons.map((reason) => ({ labels: { protocol, reason }, value: refusals.get(reason) ?? 0 })),
        ),
      },
    ];
  }
}

function noCounts(): ProtocolCounts {
  return { requests: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 }, refusals: new Map(), bytes: 0, transfers: 0 };
}
