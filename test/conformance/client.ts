/** What the conformance suite asks of a protocol: a client of it, as simple as can be. */

export interface ConformanceClient {
  /** The bytes of a file; undefined where the server says that there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** The size that the server tells without sending the file; undefined as above. */
  size(path: string): Promise<number | undefined>;
  /** The names in a folder (`''` is the root). */
  list(folder: string): Promise<readonly string[]>;
}

/** What a client can say at all, whatever the server. */
export interface ClientKind {
  readonly lists: boolean;
  says(path: string): boolean;
}
