// An authority made for one test, and a server's certificate by it; another authority that nobody has signed with.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificates {
  /** Files of authorities, in PEM. */
  readonly authority: string;
  readonly otherAuthority: string;
  /** Of the server, in PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** @param names what the certificate is made out to, as in `DNS:localhost` */
export function makeCertificates(folder: string, names: string): Certificates {
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const authority = (name: string): void =>
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-keyout', path(`${name}.key`), '-out', path(`${name}.pem`)],
    );
  authority('authority');
  authority('other');
  writeFileSync(path('names'), `subjectAltName=${names}\n`);
  openssl(
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=database'],
    ...['-keyout', path('server.key'), '-out', path('server.csr')],
  );
  openssl(
    ...['x509', '-req', '-days', '2', '-in', path('server.csr'), '-CA', path('authority.pem')],
    ...['-CAkey', path('authority.key'), '-CAcreateserial', '-extfile', path('names'), '-out', path('server.pem')],
  );
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  return {
    ...{ authority: path('authority.pem'), otherAuthority: path('other.pem') },
    ...{ certificate: read('server.pem'), key: read('server.key') },
  };
}
