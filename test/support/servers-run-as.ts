/** Whether processes of a test can be another user here. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const nobody = 65534;

/** Undefined when they can. */
export function whyNotAnotherUser(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root';
  const program = fileURLToPath(new URL('../../src/daemon/media-server/worker-main.ts', import.meta.url));
  const { status } = spawnSync('cat', [program], { uid: nobody, gid: nobody, stdio: 'ignore' });
  return status === 0 ? undefined : 'the source lies in a folder that only root may enter';
}
