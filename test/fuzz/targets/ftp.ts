/** FTP commands in any order, before the real server over a socket; then an honest client must get its file. */
import { listenFtp, RawFtp } from '../../support/servers-ftp.js';
import { testMediaServer } from '../../support/servers-http.js';
import type { Draws } from '../draws.js';
import { exchangeBytes } from '../raw-socket.js';
import { servedFiles, servedMedium } from '../served-medium.js';
import type { FuzzTarget } from '../target.js';

export const ftp: FuzzTarget = {
  name: 'ftp',
  open: async () => {
    const catalogue = await servedMedium();
    const { resolve } = testMediaServer(catalogue);
    const server = await listenFtp(resolve);
    return {
      draw,
      put: async (input) => {
        checkReplies(await exchangeBytes({ port: server.port, host: '127.0.0.1' }, input));
        await checkHonest(server.port);
      },
      close: async () => {
        server.close();
        await catalogue.remove();
      },
    };
  },
};

const commands = [
  ...[
    'USER',
    'PASS',
    'TYPE',
    'PASV',
    'EPSV',
    'PORT',
    'EPRT',
    'CWD',
    'CDUP',
    'PWD',
    'LIST',
    'NLST',
    'MLSD',
    'MLST',
    'RETR',
  ],
  ...[
    'SIZE',
    'MDTM',
    'REST',
    'ABOR',
    'QUIT',
    'NOOP',
    'FEAT',
    'SYST',
    'HELP',
    'OPTS',
    'STOR',
    'DELE',
    'SITE',
    'AUTH',
    'STAT',
  ],
  ...['MODE', 'STRU', 'ALLO', 'RNFR', 'XCUP', 'XPWD', 'retr', 'X'],
];
const words = [
  ...[
    'anonymous',
    'a@b',
    'I',
    'A',
    'E',
    'L 8',
    '/media/synth/',
    '/media/synth/.treeinfo',
    'boot/xen.gz',
    '..',
    '100',
    '1,2',
  ],
  ...[
    '127,0,0,1,4,1',
    '10,0,0,1,0,21',
    '|1|127.0.0.1|21|',
    '|2|::1|21|',
    'UTF8 ON',
    '-la',
    '*',
    'TLS',
    'ALL',
    'S',
    'F',
  ],
];

function draw(draws: Draws): Buffer {
  const login = draws.oneIn(4) ? '' : 'USER anonymous\r\nPASS a@b\r\n';
  const lines = draws.many(1, 12, () => {
    const line = `${draws.text(commands)}${draws.oneIn(4) ? '' : ` ${draws.text(words)}`}`;
    return line + (draws.oneIn(12) ? draws.oneOf(['\n', '\r', '\0\r\n', '']) : '\r\n');
  });
  return draws.damaged(Buffer.from(login + lines.join(''), 'latin1'), 5);
}

/** Every line is a reply of three digits, or one of a reply of several lines. */
function checkReplies(answer: Buffer): void {
  const text = answer.toString('utf8');
  if (text !== '' && !/^\d{3}[ -]/.test(text)) throw new Error(`no reply: ${text.slice(0, 40)}`);
  if (/^(451|550) .*(TypeError|ENOENT|at .*\.ts)/m.test(text))
    throw new Error(`a reply tells too much: ${text.slice(0, 200)}`);
}

async function checkHonest(port: number): Promise<void> {
  const client = await RawFtp.open(port);
  try {
    await client.ask('TYPE I');
    const { body } = await client.fetch('RETR /media/synth/.treeinfo');
    if (body.toString() !== servedFiles[0]?.content) throw new Error('an honest client got other bytes');
  } finally {
    client.close();
  }
}
