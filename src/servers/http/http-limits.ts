/** What a client of the HTTP server may take of it. */

export interface HttpLimits {
  /** Bytes of a request's head, and its fields. */
  readonly headSize: number;
  readonly headerCount: number;
  /** Milliseconds: for a head to arrive; between two requests of a connection. */
  readonly headTimeout: number;
  readonly idleTimeout: number;
  /**
   * Milliseconds for a client to take the next part of an answer: 512 KiB of a large one, all of one up to 1 MiB. Waits
   * for the cap on rates do not count.
   */
  readonly stallTimeout: number;
  readonly connections: number;
}

export const defaultHttpLimits: HttpLimits = {
  headSize: 16 * 1024,
  headerCount: 100,
  headTimeout: 15_000,
  idleTimeout: 65_000,
  stallTimeout: 120_000,
  connections: 2000,
};
