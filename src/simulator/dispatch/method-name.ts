/** Method names as they come in: `host.evacuate`, `Async.host.evacuate`, or with an underscore for the dot. */
import { callSignature, type CallSignature } from '../../releases/calls/call-signature.js';
import type { ApiLevel } from '../../releases/since.js';

export interface MethodName {
  readonly name: string;
  readonly asynchronous: boolean;
  /** Undefined when the release has no such call. */
  readonly signature: CallSignature | undefined;
}

export function readMethodName(wire: string, level: ApiLevel): MethodName {
  const asynchronous = wire.startsWith('Async.');
  const name = asynchronous ? wire.slice('Async.'.length) : wire;
  const signature = callSignature(name, level) ?? withUnderscore(name, level);
  return {
    name: signature?.name ?? name,
    asynchronous,
    signature,
  };
}

/** Class names hold underscores themselves, so each one is tried as the dot. */
function withUnderscore(name: string, level: ApiLevel): CallSignature | undefined {
  if (name.includes('.')) return undefined;
  for (let at = name.indexOf('_'); at >= 0; at = name.indexOf('_', at + 1)) {
    const signature = callSignature(`${name.slice(0, at)}.${name.slice(at + 1)}`, level);
    if (signature !== undefined) return signature;
  }
  return undefined;
}
