/** Who sends a request, as the door of a listener has made out: what every route decides and writes down by. */
import type { CallerKind } from './audit.js';
import type { Rank } from './roles.js';

export interface Caller {
  /** Of a person or token; on the Unix socket what the command line says, or null where it says nothing. */
  readonly name: string | null;
  readonly kind: CallerKind;
  readonly rank: Rank;
  /** The address it came from, or `socket`. */
  readonly from: string;
  /** Of a session: what names it to the store of sessions. */
  readonly session: string | null;
  /** Of a token: the digest that identifies it, as a name may be given again. */
  readonly token?: string;
}

export const ownerName = 'owner of the socket';

/**
 * The name that the journal and the audit record. What a body says counts on the Unix socket alone, where the command line
 * knows which user has called it; over the network anybody could say anything.
 */
export function callerName({ kind, name }: Caller, said?: string): string {
  if (kind === 'socket') return said ?? name ?? ownerName;
  return name ?? 'nobody';
}
