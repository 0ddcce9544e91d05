/**
 * Builds media by hand:
 *   npx tsx test/media-builder/main.ts demo                        rebuilds the image that the demo ships
 *   npx tsx test/media-builder/main.ts LAYOUT IMAGE [COUNT SIZE]    LAYOUT is xcp-ng, xenserver or xs-6.2; COUNT packages
 *                                                                  of SIZE bytes are added
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildMedium } from './build-medium.js';
import { listImage } from './listing.js';
import { withBulk, xcpNgLike, xenServerLike } from './medium-options.js';

const [kind, image, count, size] = process.argv.slice(2);
const demo = fileURLToPath(new URL('../../demo/', import.meta.url));
const bulk = [Number(count ?? 0), Number(size ?? 0)] as const;

if (kind === 'demo') {
  await buildMedium('treeinfo', xcpNgLike(), `${demo}drydock-demo-8.3.0.iso`);
  await writeFile(`${demo}drydock-demo-8.3.0.txt`, await listImage(`${demo}drydock-demo-8.3.0.iso`));
} else if (image === undefined) {
  throw new Error('give a layout and the path of the image to write');
} else if (kind === 'xs-6.2') {
  const spec = xenServerLike({
    productName: 'XenServer',
    productVersion: '6.2.0',
    platformVersion: '1.8.0',
    build: '70446c',
  });
  await buildMedium('xs-repository', spec, image);
} else {
  await buildMedium('treeinfo', withBulk(kind === 'xenserver' ? xenServerLike() : xcpNgLike(), ...bulk), image);
}
