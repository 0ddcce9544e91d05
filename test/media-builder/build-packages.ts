/** Builds all packages of a medium in one run of rpmbuild. */
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deterministicBytes } from './content.js';
import { buildTime, type PackageSpec } from './medium-options.js';
import { run } from './programs.js';

/** Paths of the packages, sorted. @param work an empty folder for rpmbuild; @param target where the packages go */
export async function buildPackages(packages: readonly PackageSpec[], work: string, target: string): Promise<string[]> {
  const payload = join(work, 'SOURCES', 'payload');
  await mkdir(payload, { recursive: true });
  await mkdir(target, { recursive: true });
  for (const item of packages)
    await writeFile(join(payload, `${item.name}.bin`), deterministicBytes(item.name, item.size));
  const spec = join(work, 'synthetic.spec');
  await writeFile(spec, specFile(packages));
  const macros = {
    _topdir: work,
    _buildhost: 'builder.drydock.invalid',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
    _binary_payload: 'w6.gzdio',
    debug_package: '%{nil}',
    __os_install_post: '%{nil}',
  };
  const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  await run('rpmbuild', ['--quiet', ...defines, '-bb', spec], { env: { SOURCE_DATE_EPOCH: String(buildTime) } });
  const built = join(work, 'RPMS', 'noarch');
  const names = (await readdir(built)).sort();
  for (const name of names) await rename(join(built, name), join(target, name));
  return names.map((name) => join(target, name));
}

/** The source package has no files of its own: each package is a sub-package with its own version. */
function specFile(packages: readonly PackageSpec[]): string {
  return `Name: synthetic-medium
Version: 1
Release: 1
Summary: Synthetic packages for tests of Drydock
License: MIT
BuildArch: noarch
%description
Synthetic.
${packages.map(subPackage).join('')}
%install
mkdir -p %{buildroot}/usr/share/drydock-synthetic
cp %{_sourcedir}/payload/*.bin %{buildroot}/usr/share/drydock-synthetic/
${packages.map((item) => `%files -n ${item.name}\n/usr/share/drydock-synthetic/${item.name}.bin\n`).join('')}`;
}

function subPackage(item: PackageSpec): string {
  return `%package -n ${item.name}
Version: ${item.version}
Release: ${item.release}
Summary: Synthetic ${item.name}
${(item.requires ?? []).map((name) => `Requires: ${name}\n`).join('')}${(item.provides ?? []).map((text) => `Provides: ${text}\n`).join('')}%description -n ${item.name}
Synthetic content, no code.
`;
}
