/** A small file system for a state folder, which can be filled to the last byte: a tmpfs, where this machine lets one be mounted. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const size = '48m';

export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Undefined where mounting is not permitted. */
  static mount(folder: string): SmallDisk | undefined {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'drydock-chaos', folder]);
    return status === 0 ? new SmallDisk(folder) : undefined;
  }

  /** Until nothing more goes in; gives how many bytes it took. */
  fill(): number {
    const file = openSync(this.#ballast, 'w', 0o600);
    let written = 0;
    try {
      for (let piece = 1 << 20; piece > 0; piece = Math.floor(piece / 4)) {
        for (;;) {
          try {
            written += writeSync(file, Buffer.alloc(piece));
          } catch {
            break;
          }
        }
      }
    } finally {
      closeSync(file);
    }
    return written;
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', this.folder]);
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}
