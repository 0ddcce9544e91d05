/** The serving process without its supervisor: what it says of its grants, and what it refuses once it may be stopped. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import { guardSettingsSchema } from '../../../src/daemon/config/guard-settings.js';
import { ServingProcess } from '../../../src/daemon/media-server/serving-process.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import type { FromWorker } from '../../../src/servers/handover/messages.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { grantRequest } from '../../support/servers-http.js';
import { treeinfoFiles } from '../../support/servers-media.js';
import { testStore, type TestStore } from '../../support/servers-process.js';

describe('The serving process', () => {
  let store: TestStore;
  let serving: ServingProcess;
  let said: FromWorker[];
  let entrance: Server;
  let control: Agent;
  let ended: boolean;

  beforeEach(async () => {
    store = await testStore(treeinfoFiles(1000));
    mkdirSync(stateLayout(store.stateFolder).mediaServer, { recursive: true });
    said = [];
    ended = false;
    serving = new ServingProcess({
      settings: {
        ...{ stateFolder: store.stateFolder, mediaCache: store.mediaCache, endpoints: [], publicMedia: true },
        ...{ guards: guardSettingsSchema.parse({}), runAs: null, logLevel: 'silent' },
      },
      files: { users: [], tls: undefined },
      logger: silentLogger,
      send: (message) => void said.push(message),
      end: () => (ended = true),
    });
    let connection = 0;
    entrance = createServer((socket) => {
      connection += 1;
      const handed = { kind: 'connection', connection, service: 'control', head: new Uint8Array() } as const;
      void serving.received(handed, socket);
    });
    entrance.listen(0, '127.0.0.1');
    await once(entrance, 'listening');
    control = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    control.destroy();
    entrance.close();
    await serving.received({ kind: 'shutdown' }, undefined);
    expect(ended).to.equal(true);
    await store.remove();
  });

  const serve = (leaving = false): Promise<void> =>
    serving.received({ kind: 'serve', worker: 'w1', alive: [], leaving }, undefined);

  async function post(path: string, body: unknown): Promise<{ status: number; text: string }> {
    const { port } = entrance.address() as AddressInfo;
    const headers = { 'content-type': 'application/json' };
    const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', agent: control, headers });
    request.end(JSON.stringify(body));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, text };
  }

  async function closedGrant(): Promise<string> {
    const { id } = grantRequest();
    expect((await post('/v1/grants', grantRequest())).status).to.equal(200);
    expect((await post(`/v1/grants/${id}`, { state: 'closed', epoch: 1 })).status).to.equal(200);
    return `/v1/grants/${id}`;
  }

  it('arms nothing any more, on connections that it has, once it has said that it may be stopped', async () => {
    await serve();
    const grant = await closedGrant();
    await serving.received({ kind: 'stop-if-allowed' }, undefined);
    expect(said.at(-1)).to.deep.equal({ kind: 'stop-allowed' });
    const armed = await post(grant, { state: 'armed', epoch: 1 });
    expect(armed.status).to.equal(500);
    expect(armed.text).to.include('MEDIA_SERVER_UNREACHABLE');
  });

  it('arms nothing any more once it has accepted a stop', async () => {
    await serve();
    const grant = await closedGrant();
    expect((await post('/v1/stop', {})).status).to.equal(200);
    expect(said.at(-1)).to.deep.equal({ kind: 'stop-wanted', force: false });
    expect((await post(grant, { state: 'armed', epoch: 1 })).status).to.equal(500);
  });

  it('arms nothing from the start when it replaces one that died while the media server was leaving', async () => {
    await serve(true);
    expect((await post('/v1/grants', grantRequest())).text).to.include('MEDIA_SERVER_UNREACHABLE');
  });

  it('refuses to be stopped while a grant is armed, and goes on arming', async () => {
    await serve();
    const grant = await closedGrant();
    await post(grant, { state: 'armed', epoch: 1 });
    await serving.received({ kind: 'stop-if-allowed' }, undefined);
    expect(said.at(-1)).to.deep.equal({ kind: 'stop-refused', armed: [grantRequest().id] });
    expect((await post('/v1/grants', grantRequest({ id: 'second' }))).status).to.equal(200);
  });

  it('tells of an armed grant although the answer to whoever armed it fails', async () => {
    await serve();
    const grant = await closedGrant();
    await writeFile(join(store.mediaCache, 'v1', 'media', 'synth', 'manifest.json'), 'damaged');
    const { status } = await post(grant, { state: 'armed', epoch: 1 });
    expect(status).to.equal(500);
    expect(said.filter(({ kind }) => kind === 'armed').at(-1)).to.deep.equal({
      kind: 'armed',
      grants: [grantRequest().id],
    });
  });

  it('ends its draining although the supervisor never says that an answer was written to a client that left', async () => {
    await serve();
    const client = connect((entrance.address() as AddressInfo).port, '127.0.0.1');
    entrance.removeAllListeners('connection');
    const head = Buffer.from('GET /media/synth/EULA HTTP/1.1\r\nHost: x\r\n\r\n');
    entrance.once('connection', (socket) => {
      void serving.received({ kind: 'connection', connection: 99, service: 'http', head }, socket);
    });
    for (let tries = 0; !said.some(({ kind }) => kind === 'answer') && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(said.some((message) => message.kind === 'answer' && message.connection === 99)).to.equal(true);
    client.resetAndDestroy();
    await serving.received({ kind: 'drain' }, undefined);
    expect(ended).to.equal(true);
  });
});
