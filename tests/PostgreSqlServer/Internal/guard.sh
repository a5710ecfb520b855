# Removes what a test run started, when the run says so and when it ends in any other way, SIGKILL included.
# Arguments: the folder; the file in it whose first line is the server's process id; the signal that ends the server.
# Standard input is a pipe whose other end only the run holds, so its end means that the run is over.
# Standard output stays open until all is done, so that the run can wait for it.
trap '' INT TERM HUP QUIT PIPE
exec 3<&0 2>/dev/null
folder=$1 pidfile=$2 signal=$3

# A process id may have been given to another process meanwhile: the server is known by the folder in its command line.
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
    # What is just ending may still write a file.
    left=100
    while [ -e "$folder" ] && [ "$left" -gt 0 ]; do
        rm -rf "$folder" && break
        left=$((left - 1))
        sleep 0.05
    done
}

# In the background, so that who ends a run with all its descendants doesn't find it among them.
(
    read -r _ <&3
    clean_up
) &
