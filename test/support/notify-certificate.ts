// A certificate for 127.0.0.1, made for tests (test/fixtures/tls), and one that has nothing to do with it.
import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');

export function testCertificate(): { readonly key: string; readonly cert: string; readonly other: string } {
  return { key: read('receiver.key'), cert: read('receiver.pem'), other: read('other.pem') };
}
