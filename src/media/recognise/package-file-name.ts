/** Reads name and version of a package from the name of its file, where no metadata says them. */
import type { PackageVersion } from '../../releases/rpm-version.js';

export interface NamedPackage extends PackageVersion {
  readonly name: string;
}

/** `xapi-core-1.9.0-1.x86_64.rpm`; undefined for what is no RPM, or is named otherwise. */
export function packageOfFileName(path: string): NamedPackage | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const groups = /^(?<name>.+)-(?<version>[^-]+)-(?<release>[^-]+)\.[^.]+\.rpm$/.exec(file)?.groups;
  const { name, version, release } = groups ?? {};
  if (name === undefined || version === undefined || release === undefined) return undefined;
  return { name, epoch: '0', version, release };
}
