# Reads +PID and -PID lines; when its input ends, the JVM at the other end is gone, and so shall its servers be.
trap '' INT HUP QUIT PIPE TERM
identity() {
  if [ -r "/proc/$1/stat" ]; then cut -d' ' -f22 "/proc/$1/stat"; else ps -o lstart= -p "$1" | tr ' ' '_'; fi 2>/dev/null
}
servers=""
while read -r order; do
  pid="${order#?}"
  case "$order" in
    +*) servers="$servers $pid=$(identity "$pid")" ;;
    -*) kept=""
        for server in $servers; do [ "${server%%=*}" = "$pid" ] || kept="$kept $server"; done
        servers="$kept" ;;
  esac
done
end() {
  left=""
  for server in $servers; do
    pid="${server%%=*}"
    if [ -n "${server#*=}" ] && [ "$(identity "$pid")" = "${server#*=}" ]; then
      kill "-$1" "$pid" 2>/dev/null && left=1
    fi
  done
}
# INT is PostgreSQL's fast shutdown; the others take it as TERM
end INT
for second in 1 2 3; do [ -z "$left" ] || { sleep 1; end 0; }; done
end KILL
