/** What a client of the HTTP server may take of it. */

export interface HttpLimits {
  /** Bytes of a request's head, and its fields. */
  readonly headSize: number;
  readonly headerCount: number;
  /** Milliseconds: for a head to arrive; between two requests of a connection; without a byte taken by the client. */
  readonly headTimeout: number;
  readonly idleTimeout: number;
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
