/** Attacks on FTP: each finds nothing on our server, and is shown to find something once a defect is planted. */
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { ftpCommands, type FtpCommandEntry } from '../../../src/servers/ftp/commands.js';
import type { FtpParts } from '../../../src/servers/ftp/ftp-parts.js';
import { ftpGuards } from '../../../src/servers/ftp/guards.js';
import { unobserved, type Resolve } from '../../../src/servers/site/resolution.js';
import { bounce, flood, injection, portFlood, theft, traversal, type FtpAttack } from '../../support/ftp-attacks.js';
import { listenFtp } from '../../support/servers-ftp.js';
import { testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, type StubCatalogue } from '../../support/servers-media.js';

const file = '/media/synth/EULA';
const secret = 'nobody may read this';
const secretName = 'secret';

/** Active mode as an old server has it: it connects wherever it is told to. */
const activeMode: FtpCommandEntry = {
  needsLogin: true,
  run: async (session, argument) => {
    const numbers = argument.split(/[,|]/).map(Number);
    const port = argument.startsWith('|') ? numbers[3]! : numbers[4]! * 256 + numbers[5]!;
    const data = connect(port, '127.0.0.1');
    await once(data, 'connect');
    data.end();
    session.reply(200, 'Good');
  },
};

/** A new listening socket each time, like ftp-srv. */
const leakingPorts: FtpCommandEntry = {
  needsLogin: true,
  run: async (session) => {
    const { localAddress = '', remoteAddress = '' } = session.control;
    const passive = await session.shared.ports.open(localAddress, remoteAddress);
    session.reply(229, `Entering Extended Passive Mode (|||${passive!.port}|)`);
  },
};

/** A path taken apart without looking for `..`, after decoding what was not encoded. */
const trusting = (_folder: readonly string[], argument: string): string[] =>
  decode(argument).replaceAll('\\', '/').split('/');

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Row {
  readonly attack: string;
  readonly run: FtpAttack;
  readonly resolve: () => Resolve;
  readonly defect: string;
  /** How much the attack achieves then, at least: each of its parts has to see the defect. */
  readonly achieves: number;
  readonly planted: Partial<FtpParts>;
}

describe('Attacks on FTP', () => {
  let catalogue: StubCatalogue;
  let resolve: Resolve;

  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: [{ path: 'EULA', role: 'other', content: 'Licence\n' }] } });
    await writeFile(join(catalogue.folder, secretName), secret);
    ({ resolve } = testMediaServer(catalogue));
  });
  after(() => catalogue.remove());

  /** A tree that is mapped to the disk, path by path: what keeps clients in it is the guard alone. */
  const onDisk = (): Resolve => async (path) => {
    const location = join(catalogue.folder, 'synth', ...path).replaceAll('\0', '');
    const found = await stat(location).catch(() => undefined);
    if (found?.isDirectory() === true) return { kind: 'folder', browsable: true, entries: () => Promise.resolve([]) };
    if (found === undefined) return { kind: 'missing', observer: unobserved };
    const { length: size } = await readFile(location);
    const served = { name: location, size, sha256: '', modified: 0, location, generation: catalogue };
    return { kind: 'file', file: served, observer: unobserved };
  };

  /** A tree with names that an honest disk may hold: Linux allows all of them. */
  const hostile = (): Resolve => () => {
    const names = ['a\r\n230 planted', 'b\nplanted', 'c\r\n150-', 'd\x1b[2J', 'e\0', 'f\x7f'];
    const entries = names.map((name) => ({ name, kind: 'file' as const, size: 1, modified: 0 }));
    return Promise.resolve({ kind: 'folder', browsable: true, entries: () => Promise.resolve(entries) });
  };

  const rows: readonly Row[] = [
    {
      attack: 'FTP bounce by PORT and EPRT',
      run: bounce(file),
      resolve: () => resolve,
      defect: 'active mode',
      achieves: 2,
      planted: {
        commands: new Map([...ftpCommands, ['PORT', activeMode] as const, ['EPRT', activeMode] as const]),
      },
    },
    {
      attack: 'a stranger at the data port',
      run: theft(file),
      resolve: () => resolve,
      defect: 'data connections from anywhere',
      achieves: 1,
      planted: { guards: { ...ftpGuards, mayConnect: () => true } },
    },
    {
      attack: 'a path out of the tree',
      run: traversal(secret, secretName),
      resolve: onDisk,
      defect: 'a path that is decoded and not checked',
      achieves: 6,
      planted: { guards: { ...ftpGuards, resolve: trusting } },
    },
    {
      attack: 'a flood of commands and an endless line',
      run: flood,
      resolve: () => resolve,
      defect: 'no bounds',
      achieves: 2,
      planted: { guards: { ...ftpGuards, longestQueue: Infinity, mostUnread: Infinity, longestLine: Infinity } },
    },
    {
      attack: 'a hundred data ports that are never used',
      run: portFlood,
      resolve: () => resolve,
      defect: 'a new port each time, and none closed',
      achieves: 2,
      planted: { commands: new Map([...ftpCommands, ['EPSV', leakingPorts] as const]) },
    },
    {
      attack: 'line ends and control codes in names',
      run: injection,
      resolve: hostile,
      defect: 'names shown as they are',
      achieves: 6,
      planted: { guards: { ...ftpGuards, oneLine: (text) => text } },
    },
  ];

  for (const { attack, run, resolve: tree, defect, achieves, planted } of rows) {
    it(`achieve nothing by ${attack}, and something once a defect is planted: ${defect}`, async () => {
      const ours = await listenFtp(tree());
      expect(await run(ours.port)).to.deep.equal([]);
      ours.close();

      const defective = await listenFtp(tree(), {}, planted);
      const achieved = await run(defective.port);
      defective.close();
      expect(achieved.length, achieved.join('; ')).to.be.at.least(achieves);
    });
  }
});
