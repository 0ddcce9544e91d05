/**
 * HTTPS. TLS ends in the serving process, behind a listening socket that it inherits as it does that of FTP. The
 * supervisor could hand a small answer on to the next serving process only if it held the key, kept the state of every
 * session and copied every byte; it would then be as large, and as mortal, as what it is there to outlive.
 */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { GuardSettings } from '../config/guard-settings.js';

export interface TlsListenerParts {
  readonly files: GuardSettings['tls'];
  /** Milliseconds. */
  readonly handshakeTimeout: number;
  /** Asked before the handshake. */
  readonly gate: (socket: Socket) => boolean;
  readonly onConnection: (socket: TLSSocket) => void;
}

/** @throws TLS_FILES_UNUSABLE */
export function createTlsListener(parts: TlsListenerParts): Server {
  const { certificate = '', key = '' } = parts.files;
  try {
    const server = createServer({
      cert: readFileSync(certificate),
      key: readFileSync(key),
      handshakeTimeout: parts.handshakeTimeout,
      // Installers of 8.2 bring OpenSSL 1.0.2: it speaks 1.2, and nothing older is wanted.
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      allowHalfOpen: true,
      noDelay: true,
    });
    guardHandshake(server, parts.gate);
    server.on('secureConnection', parts.onConnection);
    // A handshake that fails is a client's affair.
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    return server;
  } catch (cause) {
    throw new DrydockError('TLS_FILES_UNUSABLE', {
      attempted: 'reading the certificate of the HTTPS listeners',
      subject: `${certificate}, ${key}`,
      cause,
    });
  }
}

/** node begins the handshake in a listener of this event, which is therefore asked only when the gate has said yes. */
function guardHandshake(server: Server, gate: (socket: Socket) => boolean): void {
  const handshakes = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    if (gate(socket)) for (const handshake of handshakes) Reflect.apply(handshake, server, [socket]);
  });
}
