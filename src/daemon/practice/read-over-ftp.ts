/** Reads one file as the package manager of an installer would over FTP. */
import { packageManagerProfile } from '../../installer/profiles.js';
import { openMediaTransport } from '../../installer/transports/open-transport.js';
import { releases } from '../../releases/find-release.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

const silenceLimit = 10_000;

/** @throws DEADLINE_PASSED when the server does not give the file */
export async function readOverFtp(baseUrl: string, path: string, signal: AbortSignal): Promise<Uint8Array> {
  const transport = openMediaTransport(baseUrl, packageManagerProfile(releases['xcp-ng-8.3']), {
    signal,
    silenceLimit,
  });
  try {
    const answer = await transport.request({
      ...{ path, mode: 'read', phase: 'packages', retries: 0, client: 'package-manager', session: 0 },
    });
    if (answer.outcome === 'found' && answer.body !== undefined) return answer.body;
    throw new DrydockError('DEADLINE_PASSED', {
      attempted: `reading ${path} over FTP`,
      subject: baseUrl,
      found: answer.outcome === 'failed' ? answer.reason : answer.outcome,
    });
  } finally {
    await transport.close();
  }
}
