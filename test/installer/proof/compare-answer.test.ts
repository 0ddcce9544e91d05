import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { MediaAnswer, MediaRequest } from '../../../src/installer/client-script.js';
import { differenceOf, type HowAsked } from '../../../src/installer/proof/compare-answer.js';

const body = Buffer.from('content');
const file = { size: body.length, sha256: createHash('sha256').update(body).digest('hex') };
const http: HowAsked = { protocol: 'http', ftpProbe: 'size' };

function request(mode: MediaRequest['mode']): MediaRequest {
  return { path: 'install.img', mode, phase: 'stage', retries: 0, client: 'plugin', session: 0 };
}

function found(
  mode: MediaRequest['mode'],
  answer: MediaAnswer,
  expected: typeof file | undefined,
  asked = http,
): string | undefined {
  return differenceOf(request(mode), answer, expected, asked)?.found;
}

describe('An answer compared with the manifest', () => {
  it('is right when every byte is, and when a file that does not exist is told as missing', () => {
    expect(found('read', { outcome: 'found', size: body.length, body }, file)).to.equal(undefined);
    expect(found('probe', { outcome: 'found', size: body.length }, file)).to.equal(undefined);
    expect(found('probe', { outcome: 'missing', status: 404 }, undefined)).to.equal(undefined);
    expect(found('read', { outcome: 'missing', status: 550 }, undefined)).to.equal(undefined);
  });

  it('is wrong by one bit, one byte more or less, absence, presence, or a broken transfer', () => {
    const flipped = Buffer.from(body);
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    const wrong: readonly [MediaAnswer, typeof file | undefined, RegExp][] = [
      [{ outcome: 'found', size: body.length, body: flipped }, file, /^sha256 .* of as many bytes$/],
      [{ outcome: 'found', size: 6, body: body.subarray(1) }, file, /^6 bytes$/],
      [{ outcome: 'missing', status: 404 }, file, /^refused with 404$/],
      [{ outcome: 'missing', status: 403 }, undefined, /^refused with 403$/],
      [{ outcome: 'found', size: body.length, body }, undefined, /^a file of 7 bytes$/],
      [{ outcome: 'failed', reason: 'the connection ended' }, file, /^the connection ended$/],
      [{ outcome: 'failed', reason: 'the connection ended' }, undefined, /^the connection ended$/],
    ];
    for (const [answer, expected, text] of wrong) expect(found('read', answer, expected)).to.match(text);
  });

  it('of a probe is measured by its size wherever the protocol tells one', () => {
    const short: MediaAnswer = { outcome: 'found', size: 0 };
    expect(found('probe', short, file, http)).to.equal('0 bytes');
    expect(found('probe', short, file, { protocol: 'ftp', ftpProbe: 'size' })).to.equal('0 bytes');
    expect(found('probe', short, file, { protocol: 'ftp', ftpProbe: 'nlst' })).to.equal(undefined);
    expect(found('probe', short, file, { protocol: 'ftp', ftpProbe: 'retr' })).to.equal(undefined);
  });
});
