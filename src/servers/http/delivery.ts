/** How the first answer of a connection reaches it: by us, or by the process that accepted it and outlives us. */

export interface Delivery {
  /**
   * Sends a small answer as one piece. `send` writes it to the response in one go; whoever implements this decides what
   * becomes of what is written.
   */
  whole(send: () => void): void;
  /** The answer is too large for that, or is none: the connection is ours alone from here on. */
  taken(): void;
}

export const directDelivery: Delivery = { whole: (send) => send(), taken: () => undefined };
