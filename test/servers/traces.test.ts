/** The recorded requests of the real clients (test/fixtures/traces), replayed: same request, same status, same length. */
import { expect } from 'chai';
import type { Resolve } from '../../src/servers/site/resolution.js';
import { listenFtp, RawFtp } from '../support/servers-ftp.js';
import { listenHttp, request, testMediaServer } from '../support/servers-http.js';
import { stubCatalogue, type StubFile } from '../support/servers-media.js';
import { readFtpTrace, readHttpTrace, traceNames, type FtpMessage, type HttpMessage } from '../support/traces.js';

/** A tree with exactly the files that the client found, of the lengths that it was told. */
function treeOf(found: ReadonlyMap<string, number>): StubFile[] {
  return [...found].map(([path, size]) => ({ path, role: 'other', content: new Uint8Array(size) }));
}

const decoded = (path: string): string =>
  decodeURIComponent(path)
    .split('/')
    .filter((component) => component !== '')
    .join('/');

function foundOverHttp(messages: readonly HttpMessage[]): Map<string, number> {
  const whole = messages.filter(({ status }) => status === 200);
  return new Map(whole.map(({ path, length }) => [decoded(path), length]));
}

/** The tree is the folder `media` below the root, as it was when the traces were recorded. */
function asRecorded(resolve: Resolve): Resolve {
  return (path, asker) => resolve(path[0] === 'media' ? ['media', 'synth', ...path.slice(1)] : path, asker);
}

describe('The recorded requests of real clients over HTTP', () => {
  // Basic comes with issue 4; without it a 401 cannot be compared.
  for (const name of traceNames('http').filter((one) => !one.includes('.basic'))) {
    it(`are answered to ${name} as they were recorded`, async () => {
      const { messages } = readHttpTrace(name);
      const catalogue = await stubCatalogue({ synth: { files: treeOf(foundOverHttp(messages)) } });
      const http = await listenHttp(testMediaServer(catalogue).resolve);
      try {
        for (const { n, method, path, headers, status, length } of messages) {
          const { host, connection, ...sent } = headers;
          const answer = await request(
            http.port,
            `/media/synth/${path}`,
            { ...sent, Host: host ?? connection ?? 'x' },
            method,
          );
          expect(answer.status, `${n}: ${path}`).to.equal(status);
          if (status < 300) expect(Number(answer.headers['content-length']), `${n}: ${path}`).to.equal(length);
        }
      } finally {
        http.close();
        await catalogue.remove();
      }
    });
  }
});

describe('The recorded requests of real clients over FTP', () => {
  for (const name of traceNames('ftp')) {
    it(`are answered to ${name} as they were recorded`, async () => {
      const { messages } = readFtpTrace(name);
      const catalogue = await stubCatalogue({ synth: { files: treeOf(foundOverFtp(messages)) } });
      const ftp = await listenFtp(asRecorded(testMediaServer(catalogue).resolve));
      try {
        for (const session of new Set(messages.map((message) => message.session))) {
          const own = messages.filter((message) => message.session === session);
          const recorded = recordedCodes(own);
          const codes = await replay(ftp.port, own);
          // A client that left did not wait for its last replies: a QUIT without its 221 (traces/README.md).
          expect(codes.slice(0, recorded.length), `session ${session}`).to.deep.equal(recorded);
          expect(codes.length - recorded.length, `session ${session}: ${codes.join(' ')}`).to.be.at.most(2);
        }
      } finally {
        ftp.close();
        await catalogue.remove();
      }
    });
  }
});

const clientLines = (messages: readonly FtpMessage[]): string[] =>
  messages.flatMap((message) => (message.from === 'client' ? [message.line] : []));

/** Codes of the last lines of replies; 426 is what we never say (building-blocks.md 4), 421 was vsftpd's short time-out. */
function recordedCodes(messages: readonly FtpMessage[]): string[] {
  const codes = messages.flatMap((message) =>
    message.from === 'server' && /^\d{3} /.test(message.line) ? [message.line.slice(0, 3)] : [],
  );
  return codes.filter((code) => code !== '421').map((code) => (code === '426' ? '226' : code));
}

/** Sends the client's lines one by one and gives the codes of all replies. */
async function replay(port: number, messages: readonly FtpMessage[]): Promise<string[]> {
  const ftp = await RawFtp.open(port, false);
  const codes = ['220'];
  const dropped = messages.some((message) => message.from === 'data' && !message.complete);
  let data: Awaited<ReturnType<RawFtp['data']>> | undefined;
  for (const line of clientLines(messages)) {
    if (line === 'PASV' || line === 'EPSV') {
      data = await ftp.data(line);
      codes.push(line === 'PASV' ? '227' : '229');
      continue;
    }
    if (!dropped) data?.resume();
    const code = await ftp.code(line);
    codes.push(code);
    if (code !== '150') continue;
    if (dropped) data?.destroy();
    codes.push((await ftp.reply()).slice(0, 3));
  }
  ftp.close();
  return codes;
}

/** Follows CWD, SIZE and RETR to the files that were there; NLST tells only of folders. */
function foundOverFtp(messages: readonly FtpMessage[]): Map<string, number> {
  const found = new Map<string, number>();
  let folder: string[] = [];
  let asked = '';
  // Sessions may run at the same time (dnf): each has a folder of its own.
  for (const message of [...messages].sort((a, b) => a.session - b.session || a.n - b.n)) {
    if (message.from === 'client') {
      const [verb, ...rest] = message.line.split(' ');
      asked = `${verb ?? ''} ${rest.join(' ')}`;
      if (verb === 'USER') folder = [];
      continue;
    }
    const [verb, ...rest] = asked.split(' ');
    const target = resolved(folder, rest.join(' '));
    if (message.from === 'server' && verb === 'CWD' && message.line.startsWith('250')) folder = target;
    const path = target.slice(1).join('/');
    if (message.from === 'server' && verb === 'SIZE' && message.line.startsWith('213 '))
      found.set(path, Number(message.line.slice(4)));
    if (message.from === 'server' && verb === 'RETR' && message.line.startsWith('150')) {
      found.set(path, Number(/\((\d+) bytes\)/.exec(message.line)?.[1] ?? 1));
    }
  }
  return found;
}

function resolved(folder: readonly string[], argument: string): string[] {
  const parts = argument.split('/').filter((part) => part !== '' && part !== '.');
  return argument.startsWith('/') ? parts : [...folder, ...parts];
}
