/** The process that accepts connections, on its own: what a client may cost it while it writes an answer. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Acceptor, defaultAcceptorLimits, type WorkerPort } from '../../src/servers/handover/acceptor.js';
import { silentLogger } from '../../src/shared/logger.js';

describe('The acceptor', () => {
  it('gives a client up that takes no byte of its answer, and tells the worker to go on', async () => {
    const acceptor = new Acceptor(silentLogger, { ...defaultAcceptorLimits, stallTimeout: 150 });
    let written: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (written = resolve));
    const worker: WorkerPort = {
      name: 'worker',
      send: (message) => {
        if (message.kind === 'written') written();
        if (message.kind !== 'connection') return;
        // More than the buffers of both sides hold.
        const answer = {
          kind: 'answer',
          connection: message.connection,
          bytes: new Uint8Array(64e6),
          last: true,
        } as const;
        setImmediate(() => acceptor.received(worker, answer));
      },
    };
    acceptor.attach(worker);
    const server = createServer((socket) => acceptor.accept(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await told;
    expect(acceptor.size).to.equal(0);
    client.destroy();
    server.close();
  });
});
