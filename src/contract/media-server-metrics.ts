/** The figures of the media server, as its socket gives them: text for Prometheus, not a message of the contract. */
import { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { requireSocketPath } from './socket-path.js';
import { askSocket, invalidReply } from './socket-request.js';

const deadline = 5000;

/** @throws MEDIA_SERVER_UNREACHABLE, CONTROL_REPLY_INVALID */
export async function readMediaServerMetrics(socketPath: string): Promise<string> {
  requireSocketPath(socketPath);
  const call = { method: 'GET', path: '/metrics', reply: z.string() } as const;
  const { status, text } = await askSocket(socketPath, call, AbortSignal.timeout(deadline)).catch((cause: unknown) => {
    throw new DrydockError('MEDIA_SERVER_UNREACHABLE', {
      attempted: 'asking the media server',
      subject: socketPath,
      cause,
    });
  });
  if (status !== 200) throw invalidReply('the media server', call, `status ${status}`);
  return text;
}
