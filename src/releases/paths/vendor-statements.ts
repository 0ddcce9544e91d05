/** Which ways the vendors themselves allow: an installer takes more than its vendor stands for. */
import { isAtLeast } from '../versions.js';
import type { PathRelease } from './path-release.js';

export interface VendorStatement {
  /** `not-stated`: nothing that was read says it; the release notes of the medium do. */
  readonly says: 'supported' | 'advised-against' | 'not-supported' | 'not-stated';
  readonly text: string;
  readonly source: string;
}

const notStated: VendorStatement = {
  says: 'not-stated',
  text: 'Its installer takes it; what the vendor supports stands in the release notes of the medium.',
  source: 'xencenter-rpu.md 4.5',
};

export function vendorStatement(from: PathRelease, to: PathRelease): VendorStatement {
  if (from.brand === 'XCP-ng' && to.brand === 'XenServer') return backToXenServer;
  if (to.brand === 'XCP-ng') return ofXcpNg(from, to);
  const modern = isAtLeast(to.product, '8.3.0') && !isAtLeast(to.product, '9.0.0');
  if (!modern || isAtLeast(from.product, '8.3.0')) return notStated;
  const from821 = isAtLeast(from.product, '8.2.1');
  return {
    says: from821 ? 'supported' : 'not-supported',
    text: 'XenServer supports going to XenServer 8 from Citrix Hypervisor 8.2 CU1 alone.',
    source: 'xencenter-rpu.md 4.5; docs.xenserver.com',
  };
}

/** No way that is driven from here: neither vendor describes it. */
const backToXenServer: VendorStatement = {
  says: 'not-supported',
  text: 'Neither vendor supports an upgrade from XCP-ng to XenServer: XCP-ng describes only the way to itself, and XenServer only that from its own releases. Install XenServer anew and move the VMs there.',
  source: 'docs.xcp-ng.org, installation/upgrade; xencenter-rpu.md 4.5',
};

function ofXcpNg(from: PathRelease, to: PathRelease): VendorStatement {
  const to83 = isAtLeast(to.product, '8.3.0');
  const source = 'XCP-ng 8.3 release notes (xencenter-rpu.md 4.5); docs.xcp-ng.org, installation/upgrade';
  if (from.brand === 'XenServer') {
    const early = to83 && !isAtLeast(from.product, '8.0.0');
    const text = early
      ? 'XCP-ng has hosts older than 8.0 go to XCP-ng 8.2.1 first.'
      : 'XCP-ng describes this way; the xapi of the host may not be newer than that of the medium.';
    return { says: early ? 'not-supported' : 'supported', text, source };
  }
  if (!to83 || isAtLeast(from.product, '8.2.1')) {
    return { says: 'supported', text: 'XCP-ng upgrades by ISO, and lets releases be left out.', source };
  }
  if (isAtLeast(from.product, '8.0.0')) {
    const text = 'XCP-ng advises to go to 8.2.1 first; from 8.0 and 8.1 it is possible.';
    return { says: 'advised-against', text, source };
  }
  return { says: 'not-supported', text: 'XCP-ng has releases before 8.0 go to 8.2.1 first.', source };
}
