/** Finds the volume descriptors of an image: what it is, where its trees begin, and what else lies in it. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { bothEndian16, bothEndian32, damaged, paddedText } from './fields.js';
import type { ImageBytes } from './image-bytes.js';

/** Where a directory lies: first block and length in bytes. */
export interface DirectoryPlace {
  readonly block: number;
  readonly length: number;
}

export interface Volume {
  readonly label: string;
  readonly blockSize: number;
  /** What the descriptor says the image holds; bytes behind it (a hybrid image's tail) are no part of the file system. */
  readonly bytes: number;
  readonly root: DirectoryPlace;
  /** Root of the Joliet tree, where there is one. */
  readonly jolietRoot: DirectoryPlace | undefined;
  /** Block of the El Torito boot catalogue, where there is one. */
  readonly bootCatalogueBlock: number | undefined;
}

/** The descriptors begin at the 17th sector, whatever the size of a logical block (ECMA-119 6.2.1). */
const sectorSize = 2048;
const firstDescriptor = 16 * sectorSize;
const mostDescriptors = 64;
/** Escape sequences that make a supplementary descriptor a Joliet one (Joliet specification: UCS-2 level 1, 2, 3). */
const jolietEscapes = ['%/@', '%/C', '%/E'];

const descriptorType = { boot: 0, primary: 1, supplementary: 2, terminator: 255 } as const;

/**
 * @throws MEDIA_SOURCE_UNSUPPORTED when there is no ISO 9660 volume; MEDIA_ISO_UNSUPPORTED when there is only UDF;
 *   MEDIA_ISO_DAMAGED when descriptors contradict themselves or the size of the image
 */
export async function readVolume(image: ImageBytes): Promise<Volume> {
  let primary: Buffer | undefined;
  let joliet: Buffer | undefined;
  let boot: Buffer | undefined;
  for await (const descriptor of descriptors(image)) {
    const type = descriptor[0];
    if (type === descriptorType.primary) primary ??= descriptor;
    else if (type === descriptorType.supplementary && isJoliet(descriptor)) joliet ??= descriptor;
    else if (type === descriptorType.boot && isElTorito(descriptor)) boot ??= descriptor;
  }
  if (primary === undefined) throw await noPrimary(image);
  return describe(image, primary, joliet, boot);
}

async function* descriptors(image: ImageBytes): AsyncGenerator<Buffer> {
  for (let index = 0; index < mostDescriptors; index++) {
    const offset = firstDescriptor + index * sectorSize;
    if (offset + sectorSize > image.size) return;
    const descriptor = await image.read(offset, sectorSize, 'a volume descriptor');
    if (descriptor.toString('latin1', 1, 6) !== 'CD001' || descriptor[0] === descriptorType.terminator) return;
    yield descriptor;
  }
}

function describe(image: ImageBytes, primary: Buffer, joliet: Buffer | undefined, boot: Buffer | undefined): Volume {
  const blockSize = bothEndian16(primary, 128, 'logical block size');
  if (![512, 1024, 2048].includes(blockSize))
    throw damaged('reading the volume descriptor', `blocks of ${blockSize} bytes`);
  const bytes = bothEndian32(primary, 80, 'volume size') * blockSize;
  if (bytes > image.size) {
    throw new DrydockError('MEDIA_ISO_DAMAGED', {
      attempted: 'comparing the image with its own volume descriptor',
      expected: `${bytes} bytes`,
      found: `${image.size} bytes: the image is cut short`,
      subject: image.name,
    });
  }
  return {
    label: paddedText(primary, 40, 32),
    blockSize,
    bytes,
    root: rootOf(primary),
    jolietRoot: joliet === undefined ? undefined : rootOf(joliet),
    bootCatalogueBlock: boot?.readUInt32LE(71),
  };
}

/** The record of the root directory stands inside the descriptor (ECMA-119 8.4.18). */
function rootOf(descriptor: Buffer): DirectoryPlace {
  return {
    block: bothEndian32(descriptor, 158, 'place of the root'),
    length: bothEndian32(descriptor, 166, 'size of the root'),
  };
}

function isJoliet(descriptor: Buffer): boolean {
  return jolietEscapes.includes(descriptor.toString('latin1', 88, 91));
}

function isElTorito(descriptor: Buffer): boolean {
  return descriptor.toString('latin1', 7, 30) === 'EL TORITO SPECIFICATION';
}

async function noPrimary(image: ImageBytes): Promise<DrydockError> {
  const area = await image.read(0, Math.min(image.size, firstDescriptor + 32 * sectorSize), 'the descriptors');
  const udf = area.includes('NSR02', firstDescriptor, 'latin1') || area.includes('NSR03', firstDescriptor, 'latin1');
  if (udf) {
    return new DrydockError('MEDIA_ISO_UNSUPPORTED', {
      attempted: 'looking for an ISO 9660 volume',
      found: 'UDF only',
      subject: image.name,
    });
  }
  return new DrydockError('MEDIA_SOURCE_UNSUPPORTED', {
    attempted: 'looking for an ISO 9660 volume',
    expected: 'a primary volume descriptor at byte 32768',
    found: image.size < firstDescriptor + sectorSize ? `a file of ${image.size} bytes` : 'other data',
    subject: image.name,
  });
}
