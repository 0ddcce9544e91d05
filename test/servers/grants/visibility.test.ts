import { expect } from 'chai';
import { grantStates, type GrantState } from '../../../src/contract/grants.js';
import { fileRoles, type FileRole } from '../../../src/media/manifest.js';
import { isVisible } from '../../../src/servers/grants/visibility.js';

describe('What a grant shows', () => {
  const table: Record<GrantState, readonly FileRole[]> = {
    probe: ['boot', 'discovery', 'metadata', 'key', 'other'],
    staging: ['boot', 'discovery'],
    closed: [],
    armed: fileRoles,
    proof: fileRoles,
    ended: [],
  };
  for (const state of grantStates) {
    it(`in state ${state} of a treeinfo medium is ${table[state].join(', ') || 'nothing'}`, () => {
      const seen = fileRoles.filter((role) => isVisible(state, { role, size: 1000 }, 'treeinfo'));
      expect(seen).to.deep.equal(table[state]);
    });
  }

  it('under staging is what the plugin reads of an xs-repository medium, so XS-PACKAGES too, but no package', () => {
    const seen = fileRoles.filter((role) => isVisible('staging', { role, size: 1000 }, 'xs-repository'));
    expect(seen).to.deep.equal(['boot', 'discovery', 'metadata']);
  });

  it('under a probe is a licence text but no large file beside the packages', () => {
    expect(isVisible('probe', { role: 'other', size: 200_000_000 }, 'treeinfo')).to.equal(false);
  });
});
