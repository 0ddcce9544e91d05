/** Which supervisors a serving process works under, when the package was upgraded between the two. */
import { expect } from 'chai';
import { handoverVersion, requireServedVersion } from '../../src/contract/handover-version.js';
import { workerSettings, settingsVariable } from '../../src/daemon/media-server/settings.js';
import { guardSettingsSchema } from '../../src/daemon/config/guard-settings.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DrydockError) return error.code;
  }
  return 'none';
};

describe('The version of the hand-over', () => {
  const settings = {
    ...{ stateFolder: '/s', mediaCache: '/m', endpoints: [], publicMedia: true, runAs: null, logLevel: 'info' },
    ...{ guards: guardSettingsSchema.parse({}), insist: false },
  };
  const read = (document: object): unknown => workerSettings({ [settingsVariable]: JSON.stringify(document) });

  it('is this one, and the one of supervisors that say none', () => {
    expect(codeOf(() => requireServedVersion(handoverVersion))).to.equal('none');
    expect(read(settings)).to.include({ handover: 1 });
    expect(read({ ...settings, handover: handoverVersion })).to.include({ handover: handoverVersion });
  });

  it('that nobody knows is told as that, whatever form the settings of its supervisor have', () => {
    expect(codeOf(() => read({ handover: handoverVersion + 1, everything: 'else' }))).to.equal(
      'MEDIA_SERVER_OTHER_VERSION',
    );
  });

  it('that is known does not excuse settings of another form', () => {
    expect(codeOf(() => read({ ...settings, handover: handoverVersion, unknown: true }))).to.equal('CONFIG_INVALID');
    expect(codeOf(() => read({ handover: 'many' }))).to.equal('CONFIG_INVALID');
  });
});
