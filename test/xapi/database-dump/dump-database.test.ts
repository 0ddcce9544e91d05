import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dumpDatabase } from '../../../src/xapi/database-dump/dump-database.js';
import { XapiConnection } from '../../../src/xapi/connection/xapi-connection.js';
import type { WireDownload } from '../../../src/xapi/transport/wire-transport.js';
import { systemClock } from '../../../src/shared/clock.js';
import { startXapiServer, testCertificate } from '../../support/xapi-https-server.js';
import { errorOf, ScriptedPool, success } from '../../support/xapi-scripted-pool.js';

const full =
  '<?xml version="1.0" encoding="UTF-8"?><database><manifest><pair key="schema_major_vsn" value="5"/></manifest>' +
  '<table name="pool"><row ref="OpaqueRef:p" name_label="R&amp;D pool"/></table>' +
  '<table name="host"><row ref="OpaqueRef:1"/><row ref="OpaqueRef:2"/></table><table name="VM"></table></database>';
const stub =
  '<?xml version="1.0"?><database><manifest/><table name="pool"></table><table name="host"/><table name="VM"/></database>';

/** Gives the text in small pieces, as a network would. */
async function* pieces(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

describe('Saving the pool database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-dump-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const dump = (text: string, status = 200): Promise<unknown> => {
    const pool = new ScriptedPool(() => undefined);
    const download: WireDownload = () => Promise.resolve({ status, body: pieces(text) });
    return dumpDatabase(new XapiConnection(pool.options({ download })), join(folder, 'pool.xml'));
  };

  it('writes it byte for byte into a file that only its owner can read, and counts its rows', async () => {
    expect(await dump(full)).to.deep.equal({ bytes: full.length, rows: 3, tables: 3 });
    expect(await readFile(join(folder, 'pool.xml'), 'utf8')).to.equal(full);
    expect((await stat(join(folder, 'pool.xml'))).mode & 0o777).to.equal(0o600);
  });

  const incomplete: [string, string][] = [
    ['the stub of a pool with mixed versions: tables without rows', stub],
    ['a dump that is cut off', full.slice(0, -20)],
    ['a dump without hosts', full.replace(/<row ref="OpaqueRef:[12]"\/>/g, '')],
    ['an empty answer', ''],
    ['a web page', '<html><body>busy</body></html>'],
    ['a document type', `<!DOCTYPE database>${full.slice(full.indexOf('<database>'))}`],
  ];
  for (const [what, text] of incomplete) {
    it(`refuses ${what}, and leaves no file`, async () => {
      const error = await errorOf(dump(text));
      expect([error.code, error.exitCode]).to.deep.equal(['DUMP_INCOMPLETE', 1]);
      expect(await readdir(folder)).to.deep.equal([]);
    });
  }

  it('says that the role is too low, and leaves no file', async () => {
    const error = await errorOf(dump('', 403));
    expect([error.code, error.details.found]).to.deep.equal(['DUMP_REFUSED', 'HTTP 403']);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('leaves a file that was there as it is', async () => {
    await writeFile(join(folder, 'pool.xml'), 'precious');
    expect((await errorOf(dump(full))).code).to.equal('FILE_WRITE_FAILED');
    expect(await readFile(join(folder, 'pool.xml'), 'utf8')).to.equal('precious');
  });

  it('logs in again once when the session is refused, and starts the file anew', async () => {
    const pool = new ScriptedPool(() => undefined);
    const paths: string[] = [];
    const download: WireDownload = ({ path }) => {
      paths.push(path);
      return Promise.resolve(
        paths.length === 1 ? { status: 401, body: pieces('') } : { status: 200, body: pieces(full) },
      );
    };
    await dumpDatabase(new XapiConnection(pool.options({ download })), join(folder, 'pool.xml'));
    expect(paths).to.deep.equal([
      '/pool/xmldbdump?session_id=OpaqueRef%3Asession-1',
      '/pool/xmldbdump?session_id=OpaqueRef%3Asession-2',
    ]);
  });

  it('works over HTTPS, repeats a transfer that breaks, and shows the session in no error', async () => {
    const { fingerprint } = testCertificate('host');
    let requests = 0;
    const server = await startXapiServer(() => success('OpaqueRef:session'), {
      get: (_url, response) => {
        requests++;
        response.writeHead(200);
        if (requests === 2) response.end(full);
        else response.write(full.slice(0, 100), () => response.socket?.destroy());
      },
    });
    const pool = new ScriptedPool(() => undefined).options();
    const connection = new XapiConnection({
      addresses: [server.address],
      credentials: pool.credentials,
      certificates: { expectedFingerprint: () => fingerprint },
      clock: systemClock,
    });
    try {
      expect(await dumpDatabase(connection, join(folder, 'pool.xml'))).to.deep.include({ rows: 3 });
      const error = await errorOf(dumpDatabase(connection, join(folder, 'second.xml')));
      expect(['XAPI_REPLY_LOST', 'DUMP_INCOMPLETE']).to.include(error.code);
      expect(JSON.stringify(error) + String(error)).not.to.contain('session_id');
      expect(await readdir(folder)).to.deep.equal(['pool.xml']);
    } finally {
      await connection.close();
      await server.close();
    }
  });
});
