/** The length that the kernel allows a Unix socket's path (sun_path of unix(7): 108 bytes with the closing zero). */
import { DrydockError } from '../shared/errors/drydock-error.js';

const longestSocketPath = 107;

/** @throws SOCKET_PATH_TOO_LONG: Node would cut the path silently or answer EINVAL, which nobody understands. */
export function requireSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= longestSocketPath) return;
  throw new DrydockError('SOCKET_PATH_TOO_LONG', {
    attempted: 'choosing the path of a socket',
    subject: path,
    expected: `at most ${longestSocketPath} bytes`,
    found: `${bytes} bytes`,
  });
}
