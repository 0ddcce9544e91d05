/** A certificate authority of one's own, as a site without a public one has it, and a certificate of it for the dashboard. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OwnCertificate {
  /** What clients are to trust. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** @param names as in a subjectAltName: `DNS:drydock.example,IP:127.0.0.1` */
export function certificateFor(folder: string, names: string): OwnCertificate {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const root = ['-x509', '-days', '2', '-subj', '/CN=Own authority', '-keyout', at('ca.key'), '-out', at('ca.pem')];
  openssl('req', ...newKey, ...root);
  openssl('req', ...newKey, '-subj', '/CN=drydock', '-keyout', at('own.key'), '-out', at('own.csr'));
  writeFileSync(at('own.ext'), `subjectAltName=${names}\n`);
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('own.ext')];
  openssl('x509', '-req', '-in', at('own.csr'), '-days', '2', ...signing, '-out', at('own.pem'));
  return { authority: at('ca.pem'), certificate: at('own.pem'), key: at('own.key') };
}
