/** `update.xml` as xapi reads it, and what it demands of the image around it (xapi_pool_update.ml). */
import { XapiFailure } from '../xapi-failure.js';
import { parseXmlTree, type XmlElement } from '../../installer/parsers/xml-tree.js';
import { filesOfImage } from './read-image.js';

export interface UpdateDocument {
  readonly uuid: string;
  readonly name: string;
  readonly version: string;
  readonly guidance: readonly string[];
}

const guidances = ['restartHVM', 'restartPV', 'restartHost', 'restartXAPI'];

/** Both are signed, and looked at whoever made them. */
const signed = ['update.xml', 'repodata/repomd.xml'];

/** @throws XapiFailure INVALID_UPDATE */
export function readUpdateImage(image: Buffer): UpdateDocument {
  const files = filesOfImage(image);
  if (files === undefined) throw XapiFailure.of('INVALID_UPDATE', 'Please upload a valid package.');
  const xml = files.get('update.xml');
  if (xml === undefined) throw XapiFailure.of('INVALID_UPDATE', 'missing update document (update.xml) in the package.');
  const document = readDocument(xml.toString());
  for (const path of signed) {
    if (!files.has(path) || !files.has(`${path}.asc`)) throw XapiFailure.of('INVALID_UPDATE', 'Invalid signature');
  }
  return document;
}

function parsed(text: string): XmlElement {
  try {
    return parseXmlTree(text);
  } catch {
    throw XapiFailure.of('INVALID_UPDATE', 'missing update document (update.xml) in the package.');
  }
}

function readDocument(text: string): UpdateDocument {
  const { name, attributes, children } = parsed(text);
  if (name !== 'update') throw XapiFailure.of('INVALID_UPDATE', 'missing <update> in update.xml');
  const attribute = (key: string): string => {
    const value = attributes[key];
    if (value === undefined) throw XapiFailure.of('INVALID_UPDATE', `missing <${key}> in update.xml`);
    return value;
  };
  const document = { uuid: attribute('uuid'), name: attribute('name-label'), version: attribute('version') };
  if (!children.some((child) => child.name === 'name-description'))
    throw XapiFailure.of('INVALID_UPDATE', 'missing <name-description> in update.xml');
  const words = (attributes['after-apply-guidance'] ?? '').split(',').filter((word) => word !== '');
  // One word that it does not know, and xapi takes none of them.
  return { ...document, guidance: words.every((word) => guidances.includes(word)) ? words : [] };
}
