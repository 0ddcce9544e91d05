/** Installed packages, and which of them no vendor of the system made. */
import type { InstalledPackage } from './system-facts.js';

export function readPackages(text: string): readonly InstalledPackage[] {
  return text.split('\n').flatMap((line): InstalledPackage[] => {
    const [name, version, vendor] = line.split('\t');
    if (name === undefined || version === undefined || vendor === undefined || name === 'gpg-pubkey') return [];
    return [{ name, version, vendor: vendor.trim() === '(none)' ? '' : vendor.trim() }];
  });
}

/** Those whose packages make up a release: its vendors through the years, and CentOS, of which the control domain is made. */
const vendors = /citrix|xensource|xenserver|cloud software|xcp-ng|vates|centos|red hat|rocky|almalinux/i;

export function isOfSystem({ vendor }: InstalledPackage): boolean {
  return vendors.test(vendor);
}

/** `Packages/xapi-core-24.19.2-1.9.xcpng8.3.x86_64.rpm` is the package xapi-core; undefined for what is no package. */
export function packageNameOf(path: string): string | undefined {
  return /^(?:.*\/)?(.+)-[^-/]+-[^-/]+\.[^.-]+\.rpm$/.exec(path)?.[1];
}
