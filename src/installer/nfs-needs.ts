/** What each release needs of an NFS server and of the address it is given, as data with its source (media-and-clients.md). */

export interface NfsNeed {
  readonly releases: string;
  readonly versions: string;
  readonly why: string;
  /** The section of media-and-clients.md. */
  readonly source: string;
}

export const nfsNeeds: readonly NfsNeed[] = [
  {
    releases: 'hosts up to 6.5',
    versions: '3, with rpcbind (servers.nfs.version3)',
    why: 'their system is that of CentOS 5, which mounts version 3',
    source: '2.3',
  },
  {
    releases: 'hosts from 7.0 on, their installers',
    versions: '4; 3 when 4 is not there',
    why: 'they try version 4 first, and need no other port then',
    source: '2.3',
  },
];

export interface NfsAddressForm {
  readonly where: string;
  readonly form: 'url' | 'location';
  readonly note: string;
  readonly source: string;
}

/** The colon before the path is what people forget (5: "NFS refused"). */
export const nfsAddressForms: readonly NfsAddressForm[] = [
  {
    where: 'hosts (testUrl, main) and <source type="url">',
    form: 'url',
    note: 'no port, no percent-encoding, the slash at its end; plugins of 7.0 before 2016-09 misread the server’s name in it',
    source: '2.3',
  },
  { where: 'XenCenter, protocol NFS', form: 'location', note: 'it puts nfs:// in front itself', source: '2.7' },
  { where: '<source type="nfs"> of an answer file', form: 'location', note: 'every release since 5.6', source: '2.4' },
];
