/** What a host sees under its own address: its medium, as far as its grant shows it, and every request told to the activity. */
import type { ManifestFile } from '../../media/manifest.js';
import type { ActivitySink } from '../activity/activity-sink.js';
import type { RequestOutcome } from '../activity/activity-entry.js';
import type { GrantRecord } from '../grants/grant-record.js';
import { isVisible } from '../grants/visibility.js';
import { mediumResolution } from './medium-tree.js';
import { unobserved, type Asker, type RequestObserver, type Resolution } from './resolution.js';
import type { SiteParts } from './site.js';
import { after, type Soon } from './soon.js';

type GrantTree = (token: string, path: readonly string[], asker: Asker) => Soon<Resolution>;

export function grantTree(parts: SiteParts): GrantTree {
  let transfers = 0;
  return (token, path, asker) => {
    const grant = parts.grants.byToken(token);
    if (grant === undefined) return { kind: 'missing', observer: unobserved };
    const observe = (name: string, file: ManifestFile | undefined): RequestObserver => {
      // A proof is nobody's installation: thousands of its reads would only push what hosts did out of sight. And what a
      // mirror fetches for its cache is no request of a host.
      if (grant.state === 'proof' || asker.mirror?.asks === 'fill')
        return { ...unobserved, subject: { grant: grant.id, medium: grant.media, path: name } };
      return observer(parts, `${parts.worker}-${(transfers += 1)}`, grant.media, {
        at: parts.clock.now(),
        grant: grant.id,
        state: grant.state,
        protocol: asker.protocol,
        client: asker.client,
        path: name,
        role: file?.role ?? null,
        status: 0,
        bytes: 0,
        size: file?.size ?? 0,
        complete: false,
        ...(asker.mirror === undefined ? {} : { mirror: asker.mirror.name }),
      });
    };
    return after(isShown(grant) ? parts.catalogue.open(grant.media) : undefined, (medium): Resolution => {
      // Not even the folder exists under a closed grant: an FTP client is refused at its first CWD.
      if (medium === undefined) return { kind: 'missing', observer: observe(path.join('/'), undefined) };
      const { layout } = medium.manifest;
      return mediumResolution(medium, path, {
        isVisible: (file) => isVisible(grant.state, file, layout),
        browsable: false,
        observe,
      });
    });
  };
}

function isShown(grant: GrantRecord): boolean {
  return grant.state !== 'closed' && grant.state !== 'ended';
}

function observer(
  parts: { activity: ActivitySink } & Pick<SiteParts, 'clock'>,
  transfer: string,
  medium: string,
  request: RequestOutcome,
): RequestObserver {
  let announced = false;
  return {
    subject: { grant: request.grant, medium, path: request.path },
    begun: (status) => {
      announced = true;
      parts.activity.begun(transfer, { ...request, status });
    },
    flowed: (bytes) => parts.activity.flowed(request.grant, bytes),
    done: (outcome) =>
      parts.activity.done(announced ? transfer : null, { ...request, ...outcome, at: parts.clock.now() }),
  };
}
