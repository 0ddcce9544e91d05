/** An ISO 9660 image as a host that mounts it sees it: its files under their Rock Ridge names. An own reader, so that it can disagree with the writer. */

const sector = 2048;

/** Undefined for what is no such image, or one whose names a host would not see. */
export function filesOfImage(image: Buffer): ReadonlyMap<string, Buffer> | undefined {
  try {
    return mount(image);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function mount(image: Buffer): ReadonlyMap<string, Buffer> | undefined {
  const at = 16 * sector;
  if (image.readUInt8(at) !== 1 || image.toString('latin1', at + 1, at + 6) !== 'CD001') return undefined;
  // As the volume says it is long: a cut image is not mounted.
  if (image.readUInt32LE(at + 80) * sector > image.length) return undefined;
  const root = { start: image.readUInt32LE(at + 156 + 2) * sector, length: image.readUInt32LE(at + 156 + 10) };
  if (entryOf(image, root.start, 'SP') === undefined) return undefined;
  const files = new Map<string, Buffer>();
  walk(image, root, '', files);
  return files;
}

function walk(
  image: Buffer,
  folder: { readonly start: number; readonly length: number },
  path: string,
  files: Map<string, Buffer>,
): void {
  for (let at = folder.start; at < folder.start + folder.length;) {
    const length = image.readUInt8(at);
    if (length === 0) {
      at = (Math.floor(at / sector) + 1) * sector;
      continue;
    }
    const name = entryOf(image, at, 'NM');
    const [start, size] = [image.readUInt32LE(at + 2) * sector, image.readUInt32LE(at + 10)];
    const isFolder = (image.readUInt8(at + 25) & 2) !== 0;
    if (name !== undefined) {
      const full = path + name.toString('utf8', 1);
      if (isFolder) walk(image, { start, length: size }, `${full}/`, files);
      else files.set(full, image.subarray(start, start + size));
    }
    at += length;
  }
}

/** The content of the system use entry of that name in a directory record. */
function entryOf(image: Buffer, record: number, name: string): Buffer | undefined {
  const nameLength = image.readUInt8(record + 32);
  const end = record + image.readUInt8(record);
  let at = record + 33 + nameLength + (nameLength % 2 === 0 ? 1 : 0);
  while (at + 4 <= end) {
    const length = image.readUInt8(at + 2);
    if (length < 4) return undefined;
    if (image.toString('latin1', at, at + 2) === name) return image.subarray(at + 4, at + length);
    at += length;
  }
  return undefined;
}
