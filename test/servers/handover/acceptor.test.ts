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
  readonly sockets: Socket[] = [];
  readonly written: number[] = [];

  constructor(readonly name: string) {}

  send(message: ToWorker, socket?: Socket): void {
    if (message.kind === 'connection') this.handed.push(message);
    if (message.kind === 'written') this.written.push(message.connection);
    if (socket !== undefined) this.sockets.push(socket);
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

  const first = 'GET /1 HTTP/1.1\r\n\r\n';
  const second = 'GET /2 HTTP/1.1\r\n\r\n';

  it('takes no byte from a connection once its head is there, whether it waits for a worker or has been handed over', async () => {
    const client = await connection('http', first);
    client.write(second);
    await settled();
    const worker = new FakeWorker('a');
    acceptor.attach(worker);
    client.write(second);
    await settled();
    expect(Buffer.from(worker.handed[0]!.head).toString()).to.equal(first);
    expect(worker.sockets[0]!.bytesRead).to.equal(first.length);
  });

  it('reads the next request of a kept-alive connection itself when the worker died while its answer was written', async () => {
    const [dying, next] = [new FakeWorker('a'), new FakeWorker('b')];
    acceptor.attach(dying);
    const client = await connection('http', first);
    client.write(second);
    await settled();
    const id = dying.handed[0]!.connection;
    acceptor.received(dying, { kind: 'answer', connection: id, bytes: Buffer.from('answer'), last: false });
    acceptor.lost('a');
    acceptor.attach(next);
    for (let tries = 0; next.handed.length === 0 && tries < 100; tries++) await settled();
    expect(Buffer.from(next.handed[0]!.head).toString()).to.equal(second);
  });

  it('tells a worker whose answer has no client any more that it may go on', async () => {
    const worker = new FakeWorker('a');
    acceptor.attach(worker);
    await connection('http', first);
    const id = worker.handed[0]!.connection;
    worker.sockets[0]!.destroy();
    await settled();
    acceptor.received(worker, { kind: 'answer', connection: id, bytes: Buffer.from('answer'), last: true });
    expect([worker.written, acceptor.size]).to.deep.equal([[id], 0]);
  });

  async function settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
