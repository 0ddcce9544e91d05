/** What `media prove` tells: one cell for each release and address, in the form that --json prints. */

export type ProofProtocol = 'http' | 'https' | 'ftp' | 'nfs';

/** Where clients were let ask; that of a mirror has its name. */
export interface ProofColumn {
  readonly protocol: ProofProtocol;
  readonly address: string;
  readonly port: number;
  readonly mirror?: string;
}

export const cellResults = ['proven', 'failed', 'refused', 'not-tried', 'not-observable'] as const;

/**
 * refused: clients of this release cannot use this address or medium, whatever the server does. not-tried: hosts of this
 * release are not upgraded to this medium, or no client speaks for them. not-observable: only a host can tell.
 */
export type CellResult = (typeof cellResults)[number];

export interface ProofCell extends ProofColumn {
  /** `every file`, the release of the hosts, or at a mirror that keeps grants `a withdrawn address`. */
  readonly row: string;
  readonly result: CellResult;
  /** Why it is not proven; null or a remark where it is. */
  readonly reason: string | null;
  /** Section of the reference that a refusal rests on. */
  readonly source: string | null;
  readonly requests: number;
  /** Of the files that were read whole. */
  readonly bytes: number;
  /** The first object that was not as the medium has it. */
  readonly failure: {
    readonly path: string;
    readonly client: string;
    readonly phase: string;
    readonly expected: string;
    readonly found: string;
  } | null;
}

export interface ProofReport {
  readonly medium: string;
  readonly product: string;
  /** Whose installer is on the medium; null where nobody has described it. */
  readonly installer: string | null;
  readonly result: 'proven' | 'failed' | 'nothing-proven';
  readonly cells: readonly ProofCell[];
  /** Milliseconds. */
  readonly duration: number;
}

/** One failed cell is a failure; without one, something must have been proven. */
export function resultOf(cells: readonly ProofCell[]): ProofReport['result'] {
  if (cells.some(({ result }) => result === 'failed')) return 'failed';
  return cells.some(({ result }) => result === 'proven') ? 'proven' : 'nothing-proven';
}
