/** Which addresses a proof asks at, and which it names without asking. */
import { expect } from 'chai';
import { mediaServerClient } from '../../../src/contract/media-server-client.js';
import type { Endpoint } from '../../../src/contract/media-server.js';
import { proofColumns, type WantedColumns } from '../../../src/daemon/prove/proof-columns.js';
import { proveColumn } from '../../../src/daemon/prove/prove-column.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { stubCatalogue, treeinfoFiles } from '../../support/servers-media.js';

const http: Endpoint = { protocol: 'http', address: '192.0.2.1', port: 80 };
const nfs: Endpoint = { protocol: 'nfs', address: '192.0.2.1', port: 2049 };
const https: Endpoint = { protocol: 'https', address: '192.0.2.1', port: 443 };

function columns(endpoints: readonly Endpoint[], wanted: Partial<WantedColumns> = {}): string[] {
  return proofColumns(endpoints, { protocols: [], addresses: [], ...wanted }).map(
    ({ protocol, address, port }) => `${protocol} ${address}:${port}`,
  );
}

describe('The addresses of a proof', () => {
  it('are those that hosts are told, and no protocol is left out silently', () => {
    expect(columns([http, https])).to.deep.equal(['http 192.0.2.1:80', 'https 192.0.2.1:443']);
    expect(columns([http, nfs])).to.deep.equal(['http 192.0.2.1:80', 'nfs 192.0.2.1:2049']);
    expect(columns([http, https], { protocols: ['http'] })).to.deep.equal(['http 192.0.2.1:80']);
    expect(columns([http], { protocols: ['http'], addresses: ['192.0.2.2'] })).to.deep.equal(['http 192.0.2.2:80']);
  });

  it('are refused for a protocol that was asked for by name and is not served', () => {
    const choose = (): string[] => columns([http, https], { protocols: ['http', 'ftp'] });
    expect(choose)
      .to.throw(DrydockError)
      .and.deep.include({ code: 'PROOF_NO_LISTENER' })
      .and.to.have.nested.property('details.subject', 'ftp');
    expect(() => columns([http], { protocols: ['nfs'] })).to.throw(DrydockError);
    expect(columns([http, nfs], { protocols: ['nfs'] })).to.deep.equal(['nfs 192.0.2.1:2049']);
  });

  it('are not asked at over HTTPS, which is said in the cell', async () => {
    const catalogue = await stubCatalogue({ synth: { files: treeinfoFiles(10) } });
    const medium = (await catalogue.open('synth'))!;
    // Nothing listens there: whoever asks fails.
    const mediaServer = mediaServerClient({ socketPath: '/nowhere/media-server.sock' });
    const { signal } = new AbortController();
    const proof = {
      medium,
      mirror: undefined,
      mediaServer,
      installer: undefined,
      rows: [],
      signal,
      onCell: () => undefined,
    };
    const [cell, ...more] = await proveColumn(https, proof);
    expect(more).to.deep.equal([]);
    expect(cell).to.deep.include({ row: 'every file', protocol: 'https', result: 'not-tried', requests: 0 });
    expect(cell?.reason).to.include('never pointed at HTTPS');
    await catalogue.remove();
  });
});
