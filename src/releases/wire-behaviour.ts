/** How xapi's transports differ from one version to the next: JSON-RPC, unreadable requests, headers, tasks destroyed early. */
import type { ApiLevel } from './since.js';
import { isAtLeast } from './versions.js';

export interface WireBehaviour {
  /**
   * `absent`: POST /jsonrpc is any other POST, so the XML-RPC handler answers it. `version-1`: whatever was asked, the
   * answer has the shape of JSON-RPC 1.0 and the id 0. `mirrored`: version and id of the request.
   */
  readonly jsonRpc: 'absent' | 'version-1' | 'mirrored';
  /** `code` of an error in JSON-RPC 2.0, the same for all errors. */
  readonly jsonErrorCode: '0' | '1';
  /** The shape of an error raised before the call is dispatched: emergency mode. Its id is always 0. */
  readonly earlyJsonError: '1.0' | '2.0';
  /** XML that cannot be read. */
  readonly malformedXml: 'fault' | 'http-500';
  /** A login that asks for it learns the coordinator's certificate from the member that sends it there. */
  readonly coordinatorThumbprint: boolean;
  /** When `task.destroy` removes a task that is still running. */
  readonly runningTaskDestroyed: 'at-once' | 'when-finished';
}

/**
 * Sources, in xapi-project/xen-api: api_server.ml in the branches XS62, dundee-lcm, 1.14-lcm, 1.110-lcm, 1.249-lcm and
 * 26.8.0, commits fe3255ae2f (error code, v1.62.0), 7d4c00c3e2 (early errors, v24.18.0) and 8b33741d5c (thumbprint,
 * v24.1.0); xapi.md 3.1 and 3.2 for 6.5; xapi_task.ml in XS62 and dundee-lcm, commit fa583a3479 of June 2014.
 */
export function wireBehaviour({ productVersion, xapiVersion }: ApiLevel): WireBehaviour {
  const hasJsonRpc = isAtLeast(productVersion, '6.5.0');
  return {
    jsonRpc: hasJsonRpc ? (isAtLeast(xapiVersion, '1.47.0') ? 'mirrored' : 'version-1') : 'absent',
    jsonErrorCode: isAtLeast(xapiVersion, '1.62.0') ? '1' : '0',
    earlyJsonError: isAtLeast(xapiVersion, '24.18.0') ? '2.0' : '1.0',
    malformedXml: hasJsonRpc ? 'http-500' : 'fault',
    coordinatorThumbprint: isAtLeast(xapiVersion, '24.1.0'),
    runningTaskDestroyed: isAtLeast(productVersion, '7.0.0') ? 'when-finished' : 'at-once',
  };
}
