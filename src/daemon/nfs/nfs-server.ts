/** What the keeper of the exports asks of an NFS server, whichever it is. */
import type { FileForm } from '../../servers/nfs/next-file.js';

export interface NfsServer {
  /** The one file of ours that it reads. */
  readonly file: string;
  readonly form: FileForm;
  /** False when it has to be started (again). */
  isAlive(): boolean;
  /** Starts it with the file as it is, or takes over the one that runs. @throws NFS_SERVER_FAILED */
  start(signal: AbortSignal): Promise<void>;
  /** Has it read its file again. @throws NFS_APPLY_FAILED with what the server said */
  reload(): Promise<void>;
  /** Serves nothing of ours afterwards. */
  stop(): Promise<void>;
}
