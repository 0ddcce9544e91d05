/** A serving process that is stopped, and never ends: noticed, replaced, and not able to come back beside its successor. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { armedPath } from '../support/servers-http.js';
import { treeinfoFiles } from '../support/servers-media.js';
import { isRunning, startTestProcesses, type TestProcesses } from '../support/servers-process.js';

/** Over a connection of its own. */
async function textOf(url: string): Promise<string> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  return text(response);
}

describe('A serving process that hangs', function () {
  this.timeout(120_000);
  let server: TestProcesses;
  before(async () => {
    server = await startTestProcesses(treeinfoFiles(4 * 1024 * 1024));
  });
  after(() => server.remove());

  it('is replaced, and who has asked meanwhile is answered', async () => {
    const path = await armedPath(server.client, { id: 'hung' });
    const url = `http://127.0.0.1:${server.httpPort}${path}.treeinfo`;
    const before = await textOf(url);
    const hung = await server.worker();
    process.kill(hung, 'SIGSTOP');
    const began = Date.now();
    const waiting = textOf(url);
    let next: number | undefined;
    while (next === undefined) next = await server.worker(hung).catch(() => undefined);
    expect(await waiting).to.equal(before);
    console.log(`      answered after ${Math.round((Date.now() - began) / 1000)} s`);
    expect(isRunning(hung), 'a SIGCONT would find nobody').to.equal(false);
    const log = await readFile(stateLayout(server.stateFolder).mediaServerLog, 'utf8');
    expect(log).to.include('does not answer any more');
  });

  it('has not lost what it had written, and its successor goes on from there', async () => {
    const grants = await server.client.grants();
    expect(grants.map(({ id, state }) => [id, state])).to.deep.equal([['hung', 'armed']]);
    const { records } = await server.client.activity(0);
    const answered = records.filter((record) => record.grant === 'hung' && record.path === '.treeinfo');
    expect(answered.map(({ status, complete }) => [status, complete])).to.deep.equal([
      [200, true],
      [200, true],
    ]);
  });
});
