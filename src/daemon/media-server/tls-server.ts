/**
 * HTTPS. TLS ends in the serving process, which is handed each connection before a byte of it is read. The supervisor
 * could give a small answer to the next serving process, as it does for HTTP, only if it held the key, kept the state of
 * every session and copied every byte; it would then be as large, and as mortal, as what it is there to outlive.
 */
import { readFileSync } from 'node:fs';
import { createSecureContext, createServer, type Server, type TLSSocket } from 'node:tls';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { GuardSettings } from '../config/guard-settings.js';

export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface TlsServerParts {
  readonly files: TlsFiles;
  /** Milliseconds. */
  readonly handshakeTimeout: number;
  readonly onConnection: (socket: TLSSocket) => void;
}

/** undefined where none are named. @throws TLS_FILES_UNUSABLE */
export function readTlsFiles({ certificate, key }: GuardSettings['tls']): TlsFiles | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  try {
    const files = { cert: readFileSync(certificate ?? ''), key: readFileSync(key ?? '') };
    // Whether they are what they should be, and belong together.
    createSecureContext(files);
    return files;
  } catch (cause) {
    throw new DrydockError('TLS_FILES_UNUSABLE', {
      attempted: 'reading the certificate of the HTTPS listeners',
      subject: `${certificate ?? ''}, ${key ?? ''}`,
      cause,
    });
  }
}

/** It listens nowhere itself. */
export function createTlsServer({ files, handshakeTimeout, onConnection }: TlsServerParts): Server {
  const server = createServer({
    ...files,
    handshakeTimeout,
    // Installers of 8.2 bring OpenSSL 1.0.2: it speaks 1.2, and nothing older is wanted.
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    allowHalfOpen: true,
  });
  server.on('secureConnection', onConnection);
  // A handshake that fails is a client's affair.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}
