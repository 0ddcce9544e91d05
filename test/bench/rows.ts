/** One measured case beside a peer's, and the document that `npm run bench -- NAME --json` ends with. */

export interface BenchRow {
  readonly case: string;
  readonly unit: string;
  readonly ours: number;
  /** Null when the peer could not be measured; `peerName` says why. */
  readonly peer: number | null;
  readonly peerName: string;
  /** Above 1: ours is better. */
  readonly ratio: number | null;
}

export interface BenchDocument {
  readonly bench: string;
  readonly rows: readonly BenchRow[];
}

export interface Bench {
  readonly name: string;
  /** @param tell is given each row as it is measured, since a bench may take minutes */
  run(folder: string, tell: (row: BenchRow) => void): Promise<readonly BenchRow[]>;
}

/** A peer's figure, or why there is none. */
export type PeerFigure =
  { readonly name: string; readonly value: number } | { readonly name: string; readonly missing: string };

/** For a time (`less`) the ratio is peer / ours, for a rate (`more`) ours / peer. */
export function row(
  what: { case: string; unit: string; better: 'less' | 'more' },
  ours: number,
  peer: PeerFigure,
): BenchRow {
  const base = { case: what.case, unit: what.unit, ours: rounded(ours) };
  if ('missing' in peer) return { ...base, peer: null, peerName: `${peer.name} (${peer.missing})`, ratio: null };
  const ratio = what.better === 'less' ? peer.value / ours : ours / peer.value;
  return { ...base, peer: rounded(peer.value), peerName: peer.name, ratio: rounded(ratio) };
}

export function rowLine({ case: name, unit, ours, peer, peerName, ratio }: BenchRow): string {
  const other = peer === null ? peerName : `${peerName} ${peer} ${unit}`;
  return `${name.padEnd(44)} ${ours} ${unit}; ${other}${ratio === null ? '' : `; ratio ${ratio}`}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
