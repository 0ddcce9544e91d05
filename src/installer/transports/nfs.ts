/**
 * Media over NFS without a client of its own: what a host would mount is asked of whoever stands for the server, and read
 * from the folder that it exports. Whether this host may, and how the address is written, is decided as for a real mount.
 */
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { ClientProfile, MediaAnswer, MediaRequest, MediaTransport, NfsVersion } from '../client-script.js';

export interface NfsMountRequest {
  readonly server: string;
  /** As it stands behind the colon of the address. */
  readonly path: string;
  /** The address that the host asks from. */
  readonly client: string;
  /** In the order in which the host tries them. */
  readonly versions: readonly NfsVersion[];
}

export type NfsMountAnswer =
  | { readonly outcome: 'mounted'; /** On this machine, with what the mount would show. */ readonly folder: string }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Stands for NFS servers. Asked before each file, so that an export that is withdrawn is gone at once. */
export type NfsMounts = (request: NfsMountRequest) => Promise<NfsMountAnswer>;

export interface NfsAccess {
  readonly mounts: NfsMounts;
  readonly client: string;
}

const scheme = 'nfs://';

export function isNfsAddress(baseUrl: string): boolean {
  return baseUrl.startsWith(scheme);
}

export class NfsTransport implements MediaTransport {
  constructor(
    private readonly baseUrl: string,
    private readonly profile: ClientProfile,
    private readonly access: NfsAccess | undefined,
  ) {
    if (access === undefined) {
      throw new DrydockError('INSTALL_URL_UNSUPPORTED', {
        attempted: 'reading the address of an install source',
        expected: 'http://… or ftp://…, where no NFS server is known',
        found: `${scheme}…`,
      });
    }
  }

  async request(request: MediaRequest): Promise<MediaAnswer> {
    const mounted = await this.mount();
    if (mounted.outcome === 'refused') return { outcome: 'failed', reason: mounted.reason };
    const file = join(mounted.folder, request.path);
    if (relative(mounted.folder, file).startsWith('..')) return notFound;
    return read(file, request.mode);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** What follows `nfs://` goes to mount(8) as it is: without a colon before the path it is no location there. */
  private async mount(): Promise<NfsMountAnswer> {
    const [, server, path] = /^([^/:]+):(\/.*)$/.exec(this.baseUrl.slice(scheme.length)) ?? [];
    if (server === undefined || path === undefined || this.access === undefined) {
      return { outcome: 'refused', reason: 'the remote share is not in host:dir format' };
    }
    const { mounts, client } = this.access;
    return mounts({ server, path, client, versions: this.profile.nfsVersions });
  }
}

/** As the host library maps it: ENOENT. */
const notFound: MediaAnswer = { outcome: 'missing', status: 404 };

async function read(file: string, mode: MediaRequest['mode']): Promise<MediaAnswer> {
  try {
    const { size, mode: bits } = await stat(file);
    // Root of a host is nobody on the server: what is not for everybody's eyes is refused with EACCES.
    if ((bits & 0o004) === 0) return { outcome: 'missing', status: 403 };
    return mode === 'probe' ? { outcome: 'found', size } : { outcome: 'found', size, body: await readFile(file) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return notFound;
    return { outcome: 'failed', reason: describeCause(error) };
  }
}
