/** How the first answer of a connection reaches it when another process accepted it and outlives us. */

export interface Delivery {
  /**
   * Hands over a small answer as one piece, to be written by the other process. `last`: the connection ends with it.
   * `written` is called when it is through, and we may go on.
   */
  whole(answer: Buffer, last: boolean, written: () => void): void;
  /** The answer is too large for that, or there is none: the connection is ours alone from here on. */
  taken(): void;
}
