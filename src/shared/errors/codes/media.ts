/** Error codes of media. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const mediaErrorCodes = defineErrorCodes({
  MEDIA_SOURCE_UNSUPPORTED: {
    summary: 'The source is of a kind that cannot be imported',
    cause: 'Its first bytes are not those of an ISO image, a tar or zip archive; its name is not looked at.',
    remedy:
      'Give the ISO image as the vendor publishes it, a zip or tar archive of it, an unpacked folder, or its URL.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_DOWNLOAD_FAILED: {
    summary: 'The source cannot be downloaded',
    cause:
      'The server is not there, refuses, cuts or stalls again and again, or its certificate is not trusted; the data of this error says how far it came.',
    remedy: 'Try again later or from another mirror, or download the file by hand and give its path.',
    exitCode: exitCodes.failed,
  },
  MEDIA_ISO_DAMAGED: {
    summary: 'The ISO image is damaged or cut short',
    cause: 'The download ended early, the disk damaged the file, or it was made by a faulty program.',
    remedy: 'Download the image again and compare its checksum with the one the vendor publishes.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_ARCHIVE_DAMAGED: {
    summary: 'The archive is damaged or cut short',
    cause:
      'The download ended early, the disk damaged the file, or a checksum in the archive does not fit its content.',
    remedy: 'Download the archive again and compare its checksum with the one the vendor publishes.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_ARCHIVE_UNSUPPORTED: {
    summary: 'The archive is of a kind that cannot be imported',
    cause:
      'It is encrypted, split into parts, uses an unknown compression, or holds more or larger entries than any medium.',
    remedy: 'Unpack it by hand and give the ISO image or the folder that is in it.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_ISO_UNSUPPORTED: {
    summary: 'The ISO image is of a kind that cannot be imported',
    cause: 'It carries no true file names (neither Rock Ridge nor Joliet), or uses zisofs, interleaving or UDF alone.',
    remedy: 'Use the image as the vendor publishes it; one that was made again by hand must carry Rock Ridge names.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_ENTRY_REFUSED: {
    summary: 'The medium holds an entry that is not safe to publish',
    cause: 'A name or link leaves the tree, occurs twice, cannot be stored, or the entry is a device.',
    remedy: 'Use the image as the vendor publishes it.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NOT_RECOGNISED: {
    summary: 'The image is not install media of XenServer, Citrix Hypervisor or XCP-ng',
    cause:
      'What marks install media is missing or incomplete; the data of this error lists what was looked for and found.',
    remedy: 'Give the full installation ISO. A tree that was copied by hand often lost the hidden file .treeinfo.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_RELEASE_TOO_OLD: {
    summary: 'The medium is of a release that is too old',
    cause: 'Media before XenServer 5.6 have another form, and no installer since then upgrades from them this way.',
    remedy: 'Give media of XenServer 5.6 or newer.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_PART_ALONE: {
    summary: 'The image is a part that belongs to another medium',
    cause: 'The Linux pack of XenServer 5.6 is an ISO of its own; without the base ISO it installs nothing.',
    remedy: 'Import both together: `drydock media import BASE.iso --with LINUX-PACK.iso`.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_MERGE_REFUSED: {
    summary: 'The image given with --with cannot be merged into the medium',
    cause:
      'Only folders that installers look for without being told (packages.linux, packages.site) can be added without changing a file of the vendor.',
    remedy: 'Give the Linux pack of the same release; other packs are imported on their own.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_MERGE_CONFLICT: {
    summary: 'Two images that were to be merged hold different files under one name',
    cause: 'They are of different releases, or one of them is damaged.',
    remedy: 'Give the base ISO and the Linux pack of the same release.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NOT_A_BASE: {
    summary: 'The medium is a pack: it cannot upgrade a host by itself',
    cause: 'Driver disks, supplemental packs, hotfixes and cumulative updates hold no installer.',
    remedy: 'Name the base installation medium of the release that the hosts are to have.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NETINSTALL: {
    summary: 'The image is a netinstall ISO: it boots the installer but holds no packages',
    cause: 'The vendor publishes two images of a release; this is the small one, which reads packages from elsewhere.',
    remedy: 'Give the full installation ISO of the same release.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_INCOMPLETE: {
    summary: 'The medium lacks something that the installer will ask for',
    cause: 'Files are missing. A host would pass the first look and could fail after its disk is formatted.',
    remedy: 'Use the image as the vendor publishes it; the data of this error lists what is missing.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_METADATA_INVALID: {
    summary: 'A metadata file of the medium cannot be read as the hosts read it',
    cause: 'It is damaged, was edited by hand, or has a form that the hosts refuse.',
    remedy: 'Use the image as the vendor publishes it.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_DIGEST_MISMATCH: {
    summary: 'A file of the medium differs from what its metadata says',
    cause: 'The image was damaged on its way, or a file in it was changed.',
    remedy: 'Download the image again and compare its checksum with the one the vendor publishes.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_DIGEST_UNSUPPORTED: {
    summary: 'The metadata of the medium uses a kind of digest or compression that installers cannot check',
    cause: 'The repository was made again with other settings than the vendors use (gzip and sha256).',
    remedy: 'Use the image as the vendor publishes it, or make the repository with sha256 digests and gzip.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_SIGNATURE_REFUSED: {
    summary: 'The signature of the repository is not one that this import accepts',
    cause: 'repomd.xml was changed after it was signed, or is signed by another key than the medium names first.',
    remedy: 'Use the image as the vendor publishes it, and check the key given with --key.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_PACKAGE_INVALID: {
    summary: 'A package of the medium is not an RPM package that hosts can read',
    cause: 'It is damaged or cut short, was made to look like a package, or is another kind of file with that name.',
    remedy: 'Use the image as the vendor publishes it.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_PACKAGE_SIGNATURE_REFUSED: {
    summary: 'The signature of a package is not one that this import accepts',
    cause:
      'The package was changed after it was signed, is not signed, or is signed by another key than the medium names first.',
    remedy:
      'Use the image as the vendor publishes it; packages that were added or built again must be signed with its first key.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_KEY_UNREADABLE: {
    summary: 'A public key cannot be read',
    cause: 'The file holds no OpenPGP public key, or one that is damaged.',
    remedy: "Give the vendor's public key file, armoured or binary.",
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_SOURCE_DIGEST_MISMATCH: {
    summary: 'The source does not have the sha256 that was given',
    cause: 'The download is incomplete or damaged, or the checksum belongs to another file.',
    remedy: 'Compare name and checksum on the page of the vendor, and download again.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_CHECKSUM_NOT_FOUND: {
    summary: 'The file of checksums does not say what the source must hash to',
    cause: 'No line of it has the name of the source, or several have it with different checksums.',
    remedy: 'Keep the name that the vendor gave the image, or give the checksum itself with --sha256.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NAME_INVALID: {
    summary: 'The id or alias of a medium has a form that cannot be used',
    cause:
      'It stands in addresses: lower-case letters, digits, dot, dash and underscore only, at most 63, first a letter or digit.',
    remedy: 'Choose another name, for example xcp-ng-8.3.0.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NAME_TAKEN: {
    summary: 'There is already another medium with this name',
    cause: 'Published media are never overwritten, because a host may be reading them.',
    remedy: 'Choose another name with --id or --alias, or remove the old medium first.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NOT_FOUND: {
    summary: 'There is no such medium',
    cause: 'The id or alias is mistyped, or the medium was removed.',
    remedy: 'List the media with `drydock media list`.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_IN_USE: {
    summary: 'The medium is in use',
    cause: 'A host has been told to install from it and has not been proven yet.',
    remedy: 'Wait until the upgrade is over, or give the host up by name.',
    exitCode: exitCodes.failed,
  },
  MEDIA_DAMAGED: {
    summary: 'A published medium is no longer what was verified at its import',
    cause: 'Files were changed, added or removed by hand, or the disk damaged them; the data of this error lists them.',
    remedy: 'Repair it from its image with `drydock media repair`, or remove it and import it again.',
    exitCode: exitCodes.failed,
  },
  MEDIA_REPAIR_IMPOSSIBLE: {
    summary: 'The source does not hold what the medium lacks',
    cause:
      'It is another image than the one that was imported, or is damaged itself; the data of this error lists the files.',
    remedy: 'Give the image that the medium was imported from; `drydock media show` tells its sha256.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_STORE_NEWER: {
    summary: 'The media store was written by a later version of Drydock',
    cause: 'A later version has changed its format; this one could misread or spoil it.',
    remedy: 'Use the later version of Drydock, or give this one a media cache of its own.',
    exitCode: exitCodes.failed,
  },
});
