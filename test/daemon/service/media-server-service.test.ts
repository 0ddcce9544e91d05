/** What `drydock service media-server` refuses before it opens anything. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import { runMediaServerService } from '../../../src/daemon/service/media-server-service.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../../src/shared/logger.js';

describe('The media server as a service', () => {
  it('does not start with NFS switched on, which it would not serve, and says what to do instead', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-service-'));
    const nfs = { mode: 'ganesha', address: '192.0.2.1' };
    const settings = settingsSchema.parse({ state: folder, servers: { nfs } });
    const started = runMediaServerService({ settings, environment: {}, logger: silentLogger });
    const refusal = await started.catch((error: unknown) => error);
    if (!(refusal instanceof DrydockError)) throw refusal;
    expect([refusal.code, refusal.details.subject]).to.deep.equal(['CONFIG_INVALID', 'servers.nfs.mode']);
    expect(refusal.remedy).to.include('drydock serve').and.to.include('drydock nfs exports');
    expect(await readdir(folder)).to.deep.equal([]);
    await rm(folder, { recursive: true });
  });
});
