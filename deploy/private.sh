#!/bin/sh
# Whatever a service writes is for its own user only.
umask 077
exec "$@"
