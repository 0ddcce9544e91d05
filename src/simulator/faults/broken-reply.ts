/** A reply that does not arrive as one: each transport makes of it what its callers would see on a wire. */
import type { Reply } from '../wire/wire-value.js';

export type Breakage =
  /** The connection ends in order, without a byte of an answer: TLS, then EOF. */
  | 'closed'
  /** An error page of the web server. */
  | 'http-500'
  /** The text ends in the middle, and the length that was announced is that of the short text. */
  | 'truncated-text'
  /** The connection ends before the announced length. */
  | 'truncated-transfer';

export class BrokenReply extends Error {
  /** The whole reply as the caller's transport would have carried it; XML-RPC where nobody has said it. */
  text: string | undefined;

  constructor(
    readonly address: string,
    readonly how: Breakage,
    /** The one that is cut short. */
    readonly reply?: Reply,
  ) {
    super(`${how} ${address}`);
  }
}
