# Runs a script as root in a copy of this system that is gone afterwards: FOLDER (for it), PACKAGE (as /tmp/drydock.deb), SCRIPT.
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount --rbind /proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/tmp"
cp "$2" "$1/root/tmp/drydock.deb"
exec chroot "$1/root" /bin/sh -c "cd /tmp; $3"
