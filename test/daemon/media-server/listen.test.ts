/** Listening sockets in the supervisor, and the addresses that hosts are given for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { endpointOf, listen, type ListenAddress } from '../../../src/daemon/media-server/listen.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

describe('The listening sockets of the media server', () => {
  it('give each connection with the service of its socket, and nothing read from it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-listen-'));
    const controlSocket = join(folder, 'control.sock');
    const anyPort = [{ address: '127.0.0.1', port: 0 }];
    const taken: string[] = [];
    const { servers, endpoints } = await listen(
      { inherited: [], http: anyPort, ftp: anyPort, controlSocket },
      (socket, service) => {
        setTimeout(() => {
          taken.push(`${service} ${socket.bytesRead}`);
          socket.destroy();
        }, 20);
      },
    );
    try {
      for (const { port } of endpoints) await spokenTo(connect(port, '127.0.0.1'));
      await spokenTo(connect(controlSocket));
    } finally {
      for (const server of servers) server.close();
      rmSync(folder, { recursive: true });
    }
    expect(taken).to.deep.equal(['http 0', 'ftp 0', 'control 0']);
  });

  const configured: readonly ListenAddress[] = [
    { address: '192.0.2.1', port: 80, advertise: '192.0.2.8' },
    { address: '192.0.2.1', port: 8080 },
  ];

  it('that were inherited are told to hosts by the address they have, or by the one configured for their port', () => {
    const told = (address: string, port: number): string =>
      endpointOf('http', { address, port }, configured.slice(0, 2)).address;
    expect(told('0.0.0.0', 80)).to.equal('192.0.2.8');
    expect(told('192.0.2.1', 8080)).to.equal('192.0.2.1');
    expect(endpointOf('ftp', { address: '192.0.2.3', port: 21 }, []).address).to.equal('192.0.2.3');
  });

  it('that listen on all addresses are refused where no address is configured for hosts', () => {
    for (const address of ['0.0.0.0', '::']) {
      expect(() => endpointOf('http', { address, port: 8080 }, [{ address: '127.0.0.1', port: 8081 }]))
        .to.throw(DrydockError)
        .with.property('code', 'CONFIG_INVALID');
    }
  });
});

async function spokenTo(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.0\r\n\r\n');
  // Not `once`: a connection that is closed with something unread in it is reset, and that is an error to it.
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
}
