/** An NFS server that does what the test says, over a file in a temporary folder. */
import { readFile } from 'node:fs/promises';
import type { NfsServer } from '../../src/daemon/nfs/nfs-server.js';
import { ganeshaForm } from '../../src/servers/nfs/next-file.js';
import { ganeshaExports, readGaneshaConfig } from '../../src/servers/nfs/read-ganesha-config.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

export class FakeNfsServer implements NfsServer {
  readonly form = ganeshaForm({});
  /** Ids of the exports that it serves, as it has read them. */
  exports: readonly string[] = [];
  alive = false;
  /** How many times from now it does not come up. */
  failures = 0;
  /** Refuses a file with this in it. */
  refuses = '\0';
  readonly calls: string[] = [];

  constructor(readonly file: string) {}

  isAlive(): boolean {
    return this.alive;
  }

  async start(): Promise<void> {
    this.calls.push('start');
    if (this.failures > 0) {
      this.failures -= 1;
      throw new DrydockError('NFS_SERVER_FAILED', { attempted: 'starting a server of the test' });
    }
    this.alive = true;
    await this.#read();
  }

  async reload(): Promise<void> {
    this.calls.push('reload');
    const text = await readFile(this.file, 'utf8').catch(() => '');
    if (text.includes(this.refuses)) {
      // As NFS-Ganesha does with a file that it cannot read (4.3).
      this.exports = [];
      throw new DrydockError('NFS_APPLY_FAILED', { attempted: 'exporting with a server of the test' });
    }
    await this.#read();
  }

  stop(): Promise<void> {
    this.alive = false;
    return Promise.resolve();
  }

  async #read(): Promise<void> {
    const text = await readFile(this.file, 'utf8').catch(() => '');
    this.exports = ganeshaExports(readGaneshaConfig(text) ?? []).map(({ id }) => id);
  }
}
