/** What a path leads to, for both protocols: they know files, folders and absence, and nothing of grants or media. */

import type { Soon } from './soon.js';

/** A file whose bytes never change while it can be resolved. */
export interface ServedFile {
  readonly name: string;
  readonly size: number;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Where the bytes lie on disk. */
  readonly location: string;
  /** Changes when the file was replaced on disk, so that descriptors kept open are not used any longer. */
  readonly generation: object;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Bytes; 0 for folders. */
  readonly size: number;
  readonly modified: number;
}

/** What a request was about, as it may be shown: no token is in it. */
export interface RequestSubject {
  readonly grant: string | null;
  readonly medium: string | null;
  /** Inside the medium. */
  readonly path: string;
}

/** Told what became of one request. `status` is the one of HTTP also for FTP: 200, 206, 404, 500. */
export interface RequestObserver {
  readonly subject?: RequestSubject;
  /** A large body begins. */
  begun(status: number): void;
  /** Bytes of it were handed to the kernel. */
  flowed(bytes: number): void;
  /** The request is over. */
  done(outcome: { readonly status: number; readonly bytes: number; readonly complete: boolean }): void;
}

export type Resolution =
  | { readonly kind: 'file'; readonly file: ServedFile; readonly observer: RequestObserver }
  | { readonly kind: 'folder'; readonly browsable: boolean; entries(): Promise<readonly FolderEntry[]> }
  | { readonly kind: 'text'; readonly status: number; readonly text: string }
  | { readonly kind: 'missing'; readonly observer: RequestObserver };

export interface Asker {
  readonly protocol: 'http' | 'ftp';
  readonly client: string;
  /** Who gave a password; undefined for the others. */
  readonly user?: string | undefined;
  /** The mirror that asks for the client: whether it may answer, or for bytes that it lacks. */
  readonly mirror?: { readonly name: string; readonly asks: 'check' | 'fill' };
}

/** `path`: decoded components without empty ones. Looking up does not record anything; the observer does. */
export type Resolve = (path: readonly string[], asker: Asker) => Soon<Resolution>;

export const unobserved: RequestObserver = { begun: () => undefined, flowed: () => undefined, done: () => undefined };
