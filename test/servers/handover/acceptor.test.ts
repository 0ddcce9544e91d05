/** The process that accepts connections: to whom they go, and when none is left in its hands. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { Acceptor, type WorkerPort } from '../../../src/servers/handover/acceptor.js';
import type { Service, ToWorker } from '../../../src/servers/handover/messages.js';
import { silentLogger } from '../../../src/shared/logger.js';

type Handed = Extract<ToWorker, { kind: 'connection' }>;

class FakeWorker implements WorkerPort {
  readonly handed: Handed[] = [];

  constructor(readonly name: string) {}

  send(message: ToWorker): void {
    if (message.kind === 'connection') this.handed.push(message);
  }
}

describe('The acceptor', () => {
  let acceptor: Acceptor;
  let server: Server;
  let service: Service;
  let clients: Socket[];
  beforeEach(async () => {
    acceptor = new Acceptor(silentLogger);
    clients = [];
    server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => acceptor.accept(socket, service));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    acceptor.close();
    for (const client of clients) client.destroy();
    server.close();
  });

  async function connection(to: Service, text: string): Promise<Socket> {
    service = to;
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    clients.push(client);
    await once(server, 'connection');
    await new Promise<void>((resolve) => client.write(text, () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 30));
    return client;
  }

  it('hands an FTP or control connection over as it comes, and an HTTP connection with the head of its request', async () => {
    const worker = new FakeWorker('a');
    acceptor.attach(worker);
    await connection('ftp', 'USER anonymous\r\n');
    await connection('control', 'GET /status HTTP/1.1\r\n\r\n');
    await connection('http', 'GET / HTTP/1.1\r\n\r\n');
    const seen = worker.handed.map(({ service: of, head }) => [of, Buffer.from(head).toString()]);
    expect(seen).to.deep.equal([
      ['ftp', ''],
      ['control', ''],
      ['http', 'GET / HTTP/1.1\r\n\r\n'],
    ]);
  });

  it('keeps every connection until there is a worker, and gives it to the next one if that dies before it took it', async () => {
    await connection('ftp', '');
    await connection('http', 'GET / HTTP/1.1\r\n\r\n');
    expect([acceptor.size, acceptor.allHanded]).to.deep.equal([2, false]);
    const [first, second] = [new FakeWorker('a'), new FakeWorker('b')];
    acceptor.attach(first);
    expect([first.handed.length, acceptor.allHanded]).to.deep.equal([2, true]);
    const ftp = first.handed.find(({ service: of }) => of === 'ftp')?.connection ?? 0;
    acceptor.received(first, { kind: 'taken', connection: ftp });
    acceptor.lost('a');
    acceptor.attach(second);
    expect(second.handed.map(({ service: of }) => of)).to.deep.equal(['http']);
  });

  it('has something in its hands as long as a head is not there', async () => {
    acceptor.attach(new FakeWorker('a'));
    const client = await connection('http', 'GET / HTTP/1.1\r\n');
    expect(acceptor.allHanded).to.equal(false);
    client.write('\r\n');
    for (let tries = 0; !acceptor.allHanded && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(acceptor.allHanded).to.equal(true);
  });
});
