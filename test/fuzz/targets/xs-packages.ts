/** XS-PACKAGES and XS-REPOSITORY, of media up to 6.5. */
import { parseXsPackages, parseXsRepository } from '../../../src/media/formats/xs-repository.js';
import type { Draws } from '../draws.js';
import { parserTarget } from '../target.js';
import { drawXml, type Vocabulary } from '../xml-draw.js';

const packages: Vocabulary = {
  root: 'packages',
  inside: { packages: ['package'] },
  attributes: { package: ['label', 'type', 'size', 'md5', 'root', 'kernel', 'options', 'filename'] },
  values: ['tbz2', 'driver-rpm', 'firmware', '1024', 'f'.repeat(32), '/', 'base.tar.bz2', 'all', '2.6.32'],
};
const repository: Vocabulary = {
  root: 'repository',
  inside: { repository: ['description', 'requires'], requires: ['requires'] },
  attributes: {
    repository: ['originator', 'name', 'product', 'version', 'build'],
    requires: ['originator', 'name', 'test', 'product', 'version', 'build'],
  },
  values: ['xs', 'main', 'XenServer', '6.5.0', '1', 'ge', 'eq', 'A pack'],
};

export const xsPackages = parserTarget('xs-packages', draw, read);

/** The first byte says which of the two it is. */
function draw(draws: Draws): Buffer {
  const isList = draws.oneIn(2);
  return Buffer.concat([Buffer.from(isList ? 'P' : 'R'), drawXml(draws, isList ? packages : repository)]);
}

async function read(input: Buffer): Promise<void> {
  const document = input.subarray(1);
  if (input[0] === 0x50) await parseXsPackages(document, 'packages.xs', 'XS-PACKAGES');
  else await parseXsRepository(document, 'XS-REPOSITORY');
}
