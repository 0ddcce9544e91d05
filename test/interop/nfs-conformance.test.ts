/** HTTP, FTP and NFS of the same running processes give the same bytes: the conformance suite with libnfs' programs. */
import { httpClient, httpKind } from '../conformance/http-client.js';
import { ftpClient, ftpKind, type FtpClient } from '../conformance/ftp-client.js';
import { conformanceFiles } from '../conformance/medium.js';
import { libnfsKind, nfsClient } from '../conformance/nfs-client.js';
import type { ConformanceClient } from '../conformance/client.js';
import { conformanceSuite } from '../conformance/suite.js';
import { requirePrograms } from '../support/media-interop.js';
import { startNfsSite, type NfsSite } from '../support/nfs-site.js';
import { armedPath } from '../support/servers-http.js';

describe('Conformance of the running servers', function () {
  this.timeout(60_000);
  let site: NfsSite;
  let ftp: FtpClient;
  const clients: { http?: ConformanceClient; nfs?: ConformanceClient } = {};
  before(async function () {
    requirePrograms(this, ['ganesha.nfsd', 'nfs-cat', 'nfs-ls']);
    site = await startNfsSite(conformanceFiles);
    const { client, httpPort, ftpPort } = site.processes;
    const overNfs = await armedPath(client, { mountFrom: ['127.0.0.1'] });
    clients.http = httpClient(httpPort, overNfs);
    clients.nfs = nfsClient(site.port, overNfs);
    ftp = await ftpClient(ftpPort, overNfs);
  });
  after(async () => {
    if (clients.nfs === undefined) return;
    ftp.close();
    await site.remove();
  });

  describe('over NFS', () => {
    conformanceSuite(libnfsKind, () => clients.nfs!);
  });
  describe('over HTTP', () => {
    conformanceSuite(httpKind, () => clients.http!);
  });
  describe('over FTP', () => {
    conformanceSuite(ftpKind, () => ftp);
  });
});
