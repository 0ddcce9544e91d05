/** The listing of an image: path, size and sha256 of each file, as text that can be compared. */
import { createHash } from 'node:crypto';
import { openIsoImage } from '../../src/media/iso9660/iso-image.js';

/** One line for each file, sorted by path: sha256, size, path. */
export async function listImage(image: string): Promise<string> {
  const opened = await openIsoImage(image);
  try {
    const lines: [string, string][] = [];
    for (const entry of opened.entries) {
      if (entry.kind !== 'file') continue;
      const sha256 = createHash('sha256')
        .update(await opened.content(entry))
        .digest('hex');
      lines.push([entry.path, `${sha256} ${String(entry.size).padStart(8)} ${entry.path}\n`]);
    }
    return lines
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, line]) => line)
      .join('');
  } finally {
    await opened.close();
  }
}
