# Removes the server and folder of a test run when the run asks for it or ends in any way, including SIGKILL.
# Arguments: the folder, the file in it with the server's process ID in its first line, and the signal that ends the server.
# Standard input is a pipe that only the run holds, so its end means that the run is over.
# Standard output stays open until the work is done, so that the run can wait for it.
trap '' INT TERM HUP QUIT PIPE
exec 3<&0 2>/dev/null
folder=$1 pidfile=$2 signal=$3

# Another process may have the process ID by now. The folder in the command line identifies the server.
alive() {
    [ -n "$pid" ] || return 1
    if [ -d /proc/self ]; then
        line=$(tr '\0' ' ' <"/proc/$pid/cmdline")
    else
        line=$(ps -o args= -p "$pid")
    fi
    case $line in *"$folder"*) return 0 ;; *) return 1 ;; esac
}

clean_up() {
    pid=
    read -r pid <"$pidfile"
    alive && kill -s "$signal" "$pid"
    left=100
    while alive && [ "$left" -gt 0 ]; do
        left=$((left - 1))
        sleep 0.05
    done
    alive && kill -s KILL "$pid"
    # A process that is ending may still write a file.
    left=100
    while [ -e "$folder" ] && [ "$left" -gt 0 ]; do
        rm -rf "$folder" && break
        left=$((left - 1))
        sleep 0.05
    done
}

# Run in the background, so that a kill of the run's descendants does not find this script.
(
    read -r _ <&3
    clean_up
) &
