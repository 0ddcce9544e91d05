/** The demo's own small world in one folder: settings on free ports, so that it meets nothing that runs here already. */
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingsSchema, type Settings } from '../../daemon/config/schema.js';
import { makeFolderDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { packageFolder } from '../../shared/installation.js';

export const demoPool = 'practice';

export interface DemoSite {
  readonly folder: string;
  readonly settings: Settings;
  readonly image: string;
  readonly report: string;
}

/** @throws FILE_UNREADABLE when the image was not shipped along */
export async function openDemoSite(keep: string | undefined, workingFolder: string): Promise<DemoSite> {
  const image = shippedImage();
  const folder = keep === undefined ? await mkdtemp(join(tmpdir(), 'drydock-demo-')) : resolve(workingFolder, keep);
  await makeFolderDurably(folder, 0o700);
  const settings = settingsSchema.parse({
    media: { cache: join(folder, 'media') },
    state: join(folder, 'state'),
    servers: { http: [{ address: '127.0.0.1', port: 0 }], ftp: [{ address: '127.0.0.1', port: 0 }] },
    dashboard: { port: 0 },
  });
  return { folder, settings, image, report: join(folder, 'report.md') };
}

/** src/cli/demo and dist/cli/demo both lie three folders below the project. */
function shippedImage(): string {
  const image = fileURLToPath(new URL('demo/drydock-demo-8.3.0.iso', packageFolder));
  if (existsSync(image)) return image;
  throw new DrydockError('FILE_UNREADABLE', { attempted: 'looking for the ISO of the demo', subject: image });
}
