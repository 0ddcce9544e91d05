/** The mirror commands: what they print, and what they refuse. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaProve } from '../../src/cli/commands/media/prove.js';
import { mirrorConfig } from '../../src/cli/commands/mirror/config.js';
import { mirrorList } from '../../src/cli/commands/mirror/list.js';
import { mirrorLog } from '../../src/cli/commands/mirror/log.js';
import { keepProof } from '../../src/daemon/mirrors/proof-file.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

const mirrors = `
  mirrors:
    - { name: berlin, kind: nginx, url: "http://192.0.2.20:8090/", networks: [192.0.2.0/24] }
    - { name: store, kind: tree, url: "http://192.0.2.30/media/", pools: [lab] }
`;

describe('The mirror commands', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-mirrors-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(servers: string, ...argv: readonly string[]): Promise<CommandLineResult> {
    await writeFile(join(folder, 'drydock.yaml'), `state: ./s\nservers:${servers}`);
    const specs = [mirrorConfig, mirrorList, mirrorLog, mediaProve];
    return runCli([...argv, '--config', 'drydock.yaml'], { workingFolder: folder, specs });
  }

  it('render an nginx that asks the first HTTP listener, or the origin that is named', async () => {
    const listener = '\n  http: [{ address: 0.0.0.0, port: 8080, advertise: 192.0.2.10 }]';
    const { stdout, exitCode } = await run(`${listener}${mirrors}`, 'mirror', 'config', 'berlin');
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('listen 8090;').and.to.include('server 192.0.2.10:8080;');
    const named = mirrors.replace('kind: nginx,', 'kind: nginx, origin: "http://198.51.100.1:81/",');
    const whole = await run(`${listener}${named}`, 'mirror', 'config', 'berlin', '--format', 'whole', '--json');
    expect(JSON.parse(whole.stdout)).to.have.property('text').that.includes('server 198.51.100.1:81;');
  });

  it('refuse to render what cannot work: a tree, and a media server on loopback', async () => {
    const tree = await run(mirrors, 'mirror', 'config', 'store');
    expect([tree.exitCode, tree.stderr.includes('MIRROR_NOT_RENDERED')]).to.deep.equal([3, true]);
    const loopback = await run(mirrors, 'mirror', 'config', 'berlin');
    expect([loopback.exitCode, loopback.stderr.includes('no HTTP listener')]).to.deep.equal([3, true]);
    const unknown = await run(mirrors, 'mirror', 'config', 'berln');
    expect([unknown.exitCode, unknown.stderr.includes('berlin, perhaps')]).to.deep.equal([3, true]);
  });

  it('list whom each is for, and what it was proven to have', async () => {
    expect((await run(' {}\n', 'mirror', 'list')).stdout).to.include('no mirrors');
    const proof = { medium: 'synth', content: 'ab', at: 0, result: 'failed' as const, reason: 'gone' };
    await keepProof(join(folder, 's'), {
      mirror: { name: 'store', kind: 'tree', url: 'http://192.0.2.30/media/' },
      ...proof,
    });
    const { stdout } = await run(mirrors, 'mirror', 'list');
    expect(stdout.split('\n')).to.include.members([
      'berlin  nginx  http://192.0.2.20:8090/  for 192.0.2.0/24',
      '  proven: nothing yet (drydock media prove ID --mirror berlin)',
      'store  tree  http://192.0.2.30/media/  for pool lab',
      '  synth: NOT as verified at 1970-01-01T00:00:00.000Z: gone',
    ]);
  });

  it('say of a log that is another one, or is not there, that it cannot be read', async () => {
    await writeFile(join(folder, 'access.log'), '192.0.2.1 - - "GET / HTTP/1.1" 200\n');
    for (const file of ['access.log', 'no-such.log']) {
      const { exitCode, stderr } = await run(mirrors, 'mirror', 'log', file);
      expect([exitCode, stderr.includes('MIRROR_LOG_UNREADABLE')], file).to.deep.equal([3, true]);
    }
  });

  it('take a mirror in place of addresses, not beside them', async () => {
    const { exitCode } = await run(mirrors, 'media', 'prove', 'x', '--mirror', 'berlin', '--protocol', 'http');
    expect(exitCode).to.equal(2);
  });
});
