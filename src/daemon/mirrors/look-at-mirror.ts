/**
 * The short look at a mirror, before each host that depends on it is armed. Of a tree every file is asked for with HEAD; of
 * both kinds, the files that an installer reads before it formats a disk are read whole and compared. At an nginx the address
 * that was asked is then withdrawn, and must give nothing any more. What `media prove --mirror` does reads every byte.
 */
import { randomUUID } from 'node:crypto';
import type { MediaServerApi } from '../../contract/media-server.js';
import { mirrorAddress, type Mirror } from '../../contract/mirror.js';
import type { Medium } from '../../media/catalogue.js';
import type { ManifestFile } from '../../media/manifest.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { MirrorAsker, type MirrorAnswer } from './ask-mirror.js';

export interface LookParts {
  readonly mirror: Mirror;
  readonly medium: Medium;
  readonly mediaServer: MediaServerApi;
  readonly signal: AbortSignal;
}

/** With a blank in it, as no uuid of a pool has one. */
const noPool = 'look at a mirror';
const lifetime = 10 * 60_000;
/** Bytes; the lists of what packages contain may be far larger, and nothing that installs reads them. */
const readWhole = 16 * 1024 * 1024;
const atOnce = 8;

/** Milliseconds for all of it: a mirror that trickles, or never ends an answer, keeps no emptied host waiting. */
const longestLook = 10 * 60_000;

/** @throws MIRROR_UNREACHABLE, MIRROR_DIFFERS, MIRROR_IGNORES_GRANTS, MEDIA_SERVER_UNREACHABLE, the signal's reason */
export async function lookAtMirror(parts: LookParts, atMost = longestLook): Promise<void> {
  const late = AbortSignal.timeout(atMost);
  try {
    await look({ ...parts, signal: AbortSignal.any([parts.signal, late]) });
  } catch (error) {
    if (!late.aborted || parts.signal.aborted || error instanceof DrydockError) throw error;
    throw new DrydockError('MIRROR_UNREACHABLE', {
      attempted: `comparing the mirror ${parts.mirror.name} with the medium`,
      subject: parts.mirror.name,
      found: `it was not done after ${Math.round(atMost / 1000)} s`,
    });
  }
}

async function look(parts: LookParts): Promise<void> {
  const { mirror, medium, mediaServer, signal } = parts;
  const { id, files } = medium.manifest;
  if (mirror.kind === 'tree') {
    const asker = new MirrorAsker(mirror.name, mirrorAddress(mirror, { path: '', media: id }), signal);
    try {
      await inTurn(files, (file) => lookAt(asker, file, isReadFirst(file) ? 'GET' : 'HEAD', mirror));
    } finally {
      asker.close();
    }
    return;
  }
  const own = randomUUID();
  const grant = await mediaServer.createGrant({
    ...{ id: `look.${own}`, pool: noPool, run: `look.${own}`, epoch: 0, media: id, lifetime },
    ...{ host: { uuid: noPool, name: noPool }, state: 'proof' as const },
  });
  const asker = new MirrorAsker(mirror.name, mirrorAddress(mirror, grant), signal);
  const end = (): Promise<unknown> =>
    mediaServer.changeGrant(grant.id, { state: 'ended', epoch: 0, reason: 'the look is over' });
  try {
    try {
      await inTurn(files.filter(isReadFirst), (file) => lookAt(asker, file, 'GET', mirror));
    } finally {
      await end();
    }
    await requireRefused(asker, files.filter(isReadFirst), mirror);
  } finally {
    asker.close();
  }
}

function isReadFirst({ role, size }: ManifestFile): boolean {
  return (role === 'discovery' || role === 'metadata' || role === 'key') && size <= readWhole;
}

async function lookAt(asker: MirrorAsker, file: ManifestFile, method: 'GET' | 'HEAD', mirror: Mirror): Promise<void> {
  const answer = await asker.ask(method, file.path, file.size);
  if (answer.status >= 500) throw asker.unreachable(file.path, `it answered ${answer.status}`);
  const found = differenceOf(answer, file);
  if (found === undefined) return;
  throw new DrydockError('MIRROR_DIFFERS', {
    attempted: `comparing the mirror ${mirror.name} with the medium`,
    subject: file.path,
    expected: `a file of ${file.size} bytes${method === 'GET' ? ` with the SHA-256 ${file.sha256}` : ''}`,
    found,
  });
}

function differenceOf({ status, size, sha256 }: MirrorAnswer, file: ManifestFile): string | undefined {
  if (status !== 200) return `the status ${status}`;
  if (size !== file.size) return Number.isNaN(size) ? 'an answer that tells no size' : `${size} bytes`;
  return sha256 === null || sha256 === file.sha256 ? undefined : `the SHA-256 ${sha256}, of as many bytes`;
}

/** @throws MIRROR_IGNORES_GRANTS */
async function requireRefused(asker: MirrorAsker, [file]: readonly ManifestFile[], mirror: Mirror): Promise<void> {
  if (file === undefined) return;
  const { status } = await asker.ask('GET', file.path, file.size);
  if (status === 404) return;
  // It gave nothing; but neither did it say that it may not.
  if (status >= 500) throw asker.unreachable(file.path, `it answered ${status}`);
  throw new DrydockError('MIRROR_IGNORES_GRANTS', {
    attempted: `asking the mirror ${mirror.name} under an address that was withdrawn`,
    subject: mirror.name,
    expected: 'the status 404',
    found: `the status ${status}`,
  });
}

async function inTurn<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of left) {
      // What has differed once is not asked for the rest.
      if (failed) return;
      await each(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
