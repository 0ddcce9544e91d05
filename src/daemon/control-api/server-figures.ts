/** The media server's metrics, read back from the text of Prometheus into the figures that people look at; pure. */
import type { ProtocolFigures } from '../../contract/api/servers.js';

/** What a rate is counted from. */
export interface Reading {
  readonly at: number;
  readonly totals: ReadonlyMap<string, Totals>;
}

interface Totals {
  readonly bytes: number;
  readonly requests: number;
  readonly errors: number;
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const protocols = ['http', 'ftp'] as const;

export function figuresOf(
  text: string,
  at: number,
  before: Reading | undefined,
): { readonly protocols: readonly ProtocolFigures[]; readonly reading: Reading } {
  const samples = parseSamples(text);
  const figures = protocols.map((protocol) => figuresOfOne(samples, protocol));
  const totals = new Map(figures.map((one) => [one.protocol, totalsOf(one)]));
  return {
    protocols: figures.map((one) => ({ ...one, rate: rateOf(one, at, before) })),
    reading: { at, totals },
  };
}

function figuresOfOne(samples: readonly Sample[], protocol: string): Omit<ProtocolFigures, 'rate'> {
  const own = samples.filter(({ labels }) => labels['protocol'] === protocol);
  const value = (name: string, label?: readonly [string, string]): number =>
    own.find((sample) => sample.name === name && (label === undefined || sample.labels[label[0]] === label[1]))
      ?.value ?? 0;
  const requests = (status: string): number => value('drydock_requests_total', ['status', status]);
  return {
    protocol,
    connections: value('drydock_connections'),
    transfers: value('drydock_transfers'),
    sentBytes: value('drydock_sent_bytes_total'),
    requests: { ok: requests('2xx'), redirected: requests('3xx'), refused: requests('4xx'), failed: requests('5xx') },
    refusals: own
      .filter((sample) => sample.name === 'drydock_refusals_total' && sample.value > 0)
      .map((sample) => ({ reason: sample.labels['reason'] ?? '', count: sample.value })),
  };
}

function totalsOf({ sentBytes, requests }: Omit<ProtocolFigures, 'rate'>): Totals {
  const { ok, redirected, refused, failed } = requests;
  return { bytes: sentBytes, requests: ok + redirected + refused + failed, errors: failed };
}

function rateOf(
  figures: Omit<ProtocolFigures, 'rate'>,
  at: number,
  before: Reading | undefined,
): ProtocolFigures['rate'] {
  const earlier = before?.totals.get(figures.protocol);
  if (before === undefined || earlier === undefined || at <= before.at) return null;
  const now = totalsOf(figures);
  const seconds = (at - before.at) / 1000;
  // A serving process that was started anew counts from nothing.
  if (now.bytes < earlier.bytes || now.requests < earlier.requests) return null;
  return {
    bytes: (now.bytes - earlier.bytes) / seconds,
    requests: (now.requests - earlier.requests) / seconds,
    errors: (now.errors - earlier.errors) / seconds,
  };
}

function parseSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-z_]+)(?:\{([^}]*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    const pairs = [...labels.matchAll(/([a-z_]+)="([^"]*)"/g)].map(
      ([, key = '', content = '']) => [key, content] as const,
    );
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}
