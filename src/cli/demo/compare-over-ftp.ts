/** Reads one file over FTP and compares it with the manifest: the hosts of the demo install over HTTP, and both are served. */
import { createHash } from 'node:crypto';
import type { Endpoint } from '../../contract/media-server.js';
import { readOverFtp } from '../../daemon/practice/read-over-ftp.js';
import type { Manifest } from '../../media/manifest.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** @returns the path that was compared. @throws MEDIA_DAMAGED when other bytes came */
export async function compareOverFtp(manifest: Manifest, endpoints: readonly Endpoint[], signal: AbortSignal): Promise<string> {
  const endpoint = endpoints.find(({ protocol }) => protocol === 'ftp');
  const file = manifest.files.reduce((largest, candidate) => (candidate.size > largest.size ? candidate : largest));
  const body = await readOverFtp(`ftp://${endpoint?.address ?? ''}:${endpoint?.port ?? 0}/media/${manifest.id}/`, file.path, signal);
  const found = createHash('sha256').update(body).digest('hex');
  if (found === file.sha256) return file.path;
  throw new DrydockError('MEDIA_DAMAGED', { attempted: 'reading over FTP', subject: file.path, expected: file.sha256, found });
}
