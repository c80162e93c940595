#!/bin/sh
# Superset brought up to date with the bundle, then served.
set -eu
umask 077
here=$(dirname "$0")
python "$here/../bi/install.py"
exec python "$here/../bi/serve.py" "$KINERJA_BI_PORT"
