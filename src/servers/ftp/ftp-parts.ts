/** What an FTP server is made of: the tree that it shows, limits, and the seams at which users, rates and logs come in. */
import type { Clock, Milliseconds } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { Secret } from '../../shared/secret.js';
import type { OpenFiles } from '../site/open-files.js';
import type { Resolve } from '../site/resolution.js';
import type { FtpCommandEntry } from './commands.js';
import type { FtpGuards } from './guards.js';
import type { PassivePorts, PortRange } from './passive-ports.js';
import type { TransferBuffers } from './transfer-buffers.js';

export interface FtpLimits {
  /** Without a command; for the client to open its data connection; without a chunk taken by it. */
  readonly idleTimeout: Milliseconds;
  readonly dataTimeout: Milliseconds;
  readonly stallTimeout: Milliseconds;
  readonly sessions: number;
  /** Wrong passwords until a session is ended. */
  readonly failedLogins: number;
}

export interface FtpLogin {
  /** As sent; `anonymous` and `ftp` in small letters. */
  readonly user: string;
  readonly password: Secret;
  readonly client: string;
}

export interface FtpParts {
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: FtpLimits;
  /** What a firewall must let through; any port when absent. */
  readonly passivePorts?: PortRange;
  /** Whether somebody may come in; anonymous users, and nobody else, when absent. */
  readonly authenticate?: (login: FtpLogin) => Promise<boolean> | boolean;
  /** Asked before bytes are sent to a client: resolves when they may go, rejects when the signal is aborted. */
  readonly pace?: ((client: string, bytes: number, signal: AbortSignal) => Promise<void> | undefined) | undefined;
  readonly guards?: FtpGuards;
  readonly commands?: ReadonlyMap<string, FtpCommandEntry>;
}

/** What all sessions of one server have in common. */
export interface FtpShared {
  readonly parts: FtpParts;
  readonly guards: FtpGuards;
  readonly commands: ReadonlyMap<string, FtpCommandEntry>;
  readonly ports: PassivePorts;
  readonly buffers: TransferBuffers;
}
