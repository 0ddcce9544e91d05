/** Finds a pack in the store, and reads what the pool will read of it. */
import { readFile } from 'node:fs/promises';
import { parseUpdateXml, updateXmlPath } from '../../media/formats/update-xml.js';
import { imageOfMedium } from '../../media/image/image-of-medium.js';
import type { PackFacts } from '../../media/manifest.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { MediaAccess } from '../media-access.js';
import type { PlannedPack } from './planned-pack.js';

/** A pack before it has its place on the pool. */
export interface NamedPack extends Omit<PlannedPack, 'sr' | 'srName' | 'uuid'> {
  /** Null for a pack in the form of before 7.1, which no pool takes through its API. */
  readonly uuid: string | null;
  readonly facts: PackFacts | undefined;
  /** What a pool demands of a pack and this one has not, so that it is refused wherever it is sent. */
  readonly lacks: readonly string[];
}

/** xapi verifies the signatures of both, whoever made the pack (xapi_pool_update.ml; media-and-clients.md 1.5). */
const signatures = [`${updateXmlPath}.asc`, 'repodata/repomd.xml.asc'];

/** @throws MEDIA_NOT_FOUND_FOR_RUN, MEDIA_NOT_A_PACK */
export async function findPack(media: Pick<MediaAccess, 'open'>, idOrAlias: string): Promise<NamedPack> {
  const attempted = 'looking up a pack';
  const medium = await media.open(idOrAlias);
  if (medium === undefined) throw new DrydockError('MEDIA_NOT_FOUND_FOR_RUN', { attempted, subject: idOrAlias });
  const { manifest } = medium;
  const { id, layout, product, pack: facts } = manifest;
  if (layout !== 'supplemental-pack') {
    const found = `${product.name} ${product.version}, a base medium`;
    throw new DrydockError('MEDIA_NOT_A_PACK', { attempted, subject: id, found });
  }
  const file = medium.file(updateXmlPath);
  const common = { id, name: product.name, version: product.version, facts };
  if (file === undefined) return { ...common, uuid: null, guidance: [], bytes: 0, lacks: [] };
  const { uuid, guidance, described } = await parseUpdateXml(await readFile(medium.location(file)));
  const lacks = [
    ...signatures.filter((path) => medium.file(path) === undefined),
    ...(described ? [] : [`<name-description> in ${updateXmlPath}`]),
  ];
  return { ...common, uuid, guidance: [...guidance], bytes: imageOfMedium(medium).bytes, lacks };
}
