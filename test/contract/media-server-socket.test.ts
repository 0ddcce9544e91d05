/** Both ends of the media server's control socket, in one process. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { contractField } from '../../src/contract/contract-version.js';
import { mediaServerClient } from '../../src/contract/media-server-client.js';
import { mediaServerApp } from '../../src/contract/media-server-service.js';
import { mediaServerContractVersion, type MediaServerControl } from '../../src/contract/media-server.js';
import { askSocket, type SocketReply } from '../../src/contract/socket-request.js';
import { codeOf } from '../support/servers-errors.js';
import { grantRequest, testMediaServer } from '../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../support/servers-media.js';

describe('The control socket of the media server', () => {
  let folder: string;
  let socketPath: string;
  let catalogue: StubCatalogue;
  let server: Server;
  let client: MediaServerControl;
  const calls: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-socket-'));
    socketPath = join(folder, 's.sock');
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(1000) } });
    const { api } = testMediaServer(catalogue);
    const call =
      (name: string) =>
      (reason = '') => {
        calls.push(`${name} ${reason}`.trim());
        return Promise.resolve();
      };
    server = createServer(mediaServerApp({ ...api, restart: call('restart'), stopByForce: call('force') }));
    server.listen(socketPath);
    await once(server, 'listening');
    client = mediaServerClient({ socketPath, deadline: 2000 });
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await catalogue.remove();
    await rm(folder, { recursive: true });
  });

  it('carries every message there and back', async () => {
    const grant = await client.createGrant(grantRequest());
    expect(grant).to.include({ id: 'run1.host1', media: 'synth', state: 'staging' });
    expect(await client.createGrant(grantRequest())).to.deep.equal(grant);
    expect((await client.changeGrant(grant.id, { state: 'closed', epoch: 1 })).state).to.equal('closed');
    expect((await client.grant(grant.id))?.state).to.equal('closed');
    expect(await client.grant('other')).to.equal(undefined);
    expect((await client.grants()).length).to.equal(1);
    expect(await client.activity(0)).to.deep.equal({ records: [], next: 0 });
    expect((await client.status()).contract).to.equal(mediaServerContractVersion);
    await client.restart();
    expect(calls).to.include('restart');
  });

  it('carries errors with their codes and facts', async () => {
    expect(await codeOf(client.changeGrant('other', { state: 'closed', epoch: 1 }))).to.equal('GRANT_UNKNOWN');
    expect(await codeOf(client.createGrant(grantRequest({ media: 'other' })))).to.equal('MEDIA_NOT_FOUND');
    await client.createGrant(grantRequest({ epoch: 3 }));
    expect(await codeOf(client.changeGrant('run1.host1', { state: 'staging', epoch: 2 }))).to.equal(
      'GRANT_STALE_EPOCH',
    );
    await client.raiseEpoch('pool1', 4);
    expect(await client.epoch('pool1')).to.equal(4);
    expect(await codeOf(client.raiseEpoch('pool1', 3))).to.equal('GRANT_STALE_EPOCH');
    expect(await codeOf(client.changeGrant('run1.host1', { state: 'armed', epoch: 4 }))).to.equal(
      'GRANT_TRANSITION_REFUSED',
    );
    expect(await codeOf(client.createGrant(grantRequest({ id: 'not an id' })))).to.equal('CONTROL_REQUEST_INVALID');
  });

  it('says at once that nobody is there, and which version is', async () => {
    expect(await codeOf(mediaServerClient({ socketPath: join(folder, 'none') }).status())).to.equal(
      'MEDIA_SERVER_UNREACHABLE',
    );
    expect(await codeOf(Promise.resolve().then(() => mediaServerClient({ socketPath: 'x'.repeat(200) })))).to.equal(
      'SOCKET_PATH_TOO_LONG',
    );
    const old = createServer((_request, response) => response.end('{"contract":7}')).listen(join(folder, 'old'));
    await once(old, 'listening');
    expect(await codeOf(mediaServerClient({ socketPath: join(folder, 'old') }).status())).to.equal(
      'MEDIA_SERVER_OTHER_VERSION',
    );
    old.close();
  });

  it('refuses a controller of another release before it reads what that says', async () => {
    const ask = (version: number): Promise<SocketReply> =>
      askSocket(socketPath, { method: 'POST', path: '/v1/grants', reply: z.unknown(), body: {}, contract: version });
    const refused = await ask(mediaServerContractVersion + 1);
    expect(refused.text).to.include('MEDIA_SERVER_OTHER_VERSION').and.to.include('version 4');
    expect(refused.contract, 'and says what it keeps to itself').to.equal(String(mediaServerContractVersion));
    expect((await ask(mediaServerContractVersion)).text).to.include('CONTROL_REQUEST_INVALID');
  });

  it('tells a media server of another release from one that answers badly, and can still replace and end it', async () => {
    let stopped = false;
    const newer = createServer((request, response) => {
      response.setHeader(contractField, String(mediaServerContractVersion + 1));
      response.end(request.method === 'POST' ? '{"accepted":true}' : '{"of":"another form"}');
      if (request.url === '/v1/stop') stopped = true;
      if (stopped) newer.close();
    }).listen(join(folder, 'newer'));
    await once(newer, 'listening');
    const other = mediaServerClient({ socketPath: join(folder, 'newer') });
    expect(await codeOf(other.grant('any'))).to.equal('MEDIA_SERVER_OTHER_VERSION');
    await other.restart();
    await other.stop();
    expect(stopped).to.equal(true);
  });

  it('asks again when the answer breaks off, since the serving process was replaced', async () => {
    let requests = 0;
    const breaking = createServer((_request, response) => {
      requests += 1;
      if (requests < 3) response.socket?.destroy();
      else response.end('{"grants":[]}');
    }).listen(join(folder, 'breaking'));
    await once(breaking, 'listening');
    expect(await mediaServerClient({ socketPath: join(folder, 'breaking') }).grants()).to.deep.equal([]);
    expect(requests).to.equal(3);
    breaking.close();
  });

  it('gives up at its deadline', async () => {
    const silent = createServer(() => undefined).listen(join(folder, 'silent'));
    await once(silent, 'listening');
    const impatient = mediaServerClient({ socketPath: join(folder, 'silent'), deadline: 100 });
    expect(await codeOf(impatient.status())).to.equal('DEADLINE_PASSED');
    silent.closeAllConnections();
    silent.close();
  });
});
