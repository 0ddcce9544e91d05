/** What a supervisor is given, and what it tells to whoever started it. */
import type { Server } from 'node:net';
import type { Acceptor } from '../../servers/handover/acceptor.js';
import type { Logger } from '../../shared/logger.js';
import type { ProcessSettings } from './settings.js';

/** What whoever started it wants to know. */
export interface SupervisorEvents {
  /** A serving process is ready; again after each restart. */
  ready?(): void;
  /** The grants that are armed have changed. */
  armed?(grants: readonly string[]): void;
  /** A stop was asked for and is refused, since these are armed. */
  stopRefused?(grants: readonly string[]): void;
  stopping?(): void;
  /** `failed`: no serving process ever came up. */
  stopped?(failed: boolean): void;
}

export interface SupervisorParts {
  readonly settings: ProcessSettings;
  /** Takes the connections of the listeners. */
  readonly acceptor: Acceptor;
  readonly listeners: readonly Server[];
  readonly logger: Logger;
  readonly events?: SupervisorEvents;
}
