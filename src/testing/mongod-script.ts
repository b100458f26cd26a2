/**
 * Starts mongod for a process and prints its port, for `sh`. Arguments: the number of the process, and the program (empty: `mongod` on the PATH).
 * A second call for the same process gives the server that is there.
 *
 * The shell that watches over the server stays behind, detached: it looks every second whether the process is alive, and ends the server and
 * removes its folder when it is not. So nothing is left even when the test run is killed, and no runtime sees a child process that still runs.
 *
 * Exit codes: 3 there is no such program, 4 it ended before it took connections (its last words are on stderr), 5 the folder is somebody else's.
 */
export const MONGOD_SCRIPT = `
umask 077
owner=$1 program=$2
: "\${PATH:=/usr/local/bin:/usr/bin:/bin}"
export PATH
[ -n "$program" ] || program=mongod
command -v "$program" >/dev/null 2>&1 || exit 3
folder="\${TMPDIR:-/tmp}"
folder="\${folder%/}/haricot-mongod-$owner"

pause() { sleep 0.05 2>/dev/null || sleep 1; }

until mkdir "$folder" 2>/dev/null; do
  [ -d "$folder" ] && [ ! -O "$folder" ] && { echo "$folder" >&2; exit 5; }
  [ -d "$folder" ] || [ -w "$(dirname "$folder")" ] || { echo "$folder can not be made" >&2; exit 5; }
  if read -r port server 2>/dev/null <"$folder/ready"; then
    kill -0 "$server" 2>/dev/null && { echo "$port"; exit 0; }
    rm -rf "$folder"
  fi
  pause
done

(
  trap '' INT HUP TERM
  "$program" --replSet rs0 --dbpath "$folder" --port 0 --bind_ip 127.0.0.1 --nounixsocket --oplogSize 64 \\
    --wiredTigerCacheSizeGB 0.25 --setParameter diagnosticDataCollectionEnabled=false --setParameter ttlMonitorSleepSecs=1 \\
    >"$folder/log" 2>&1 &
  server=$!
  echo "$server" >"$folder/server"
  while kill -0 "$server" && kill -0 "$owner"; do sleep 1; done
  kill -9 "$server"
  wait "$server"
  if [ -f "$folder/ready" ] || ! kill -0 "$owner"; then rm -rf "$folder"; else : >"$folder/ended"; fi
) >/dev/null 2>&1 </dev/null &

while :; do
  port=$(sed -n 's/.*[Ww]aiting for connections.*port[": ]*\\([0-9][0-9]*\\).*/\\1/p' "$folder/log" 2>/dev/null | head -n 1)
  [ -n "$port" ] && break
  [ -f "$folder/ended" ] && { tail -n 3 "$folder/log" >&2; rm -rf "$folder"; exit 4; }
  pause
done
echo "$port $(cat "$folder/server")" >"$folder/starting"
mv "$folder/starting" "$folder/ready"
echo "$port"
`;
