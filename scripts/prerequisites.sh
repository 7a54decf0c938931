# Sourced by the scripts beside it: says what a step needs, installs it where that is possible, and otherwise
# names the command that would. Nothing here runs on its own.

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

# install_packages WHY PACKAGE… : through apt, as root or by a sudo that asks nothing.
install_packages() {
    local why=$1 run=()
    shift
    local by_hand="apt-get update && apt-get install $*"
    command -v apt-get >/dev/null 2>&1 ||
        fail "$why is missing, and this system has no apt-get. Install what Debian calls: $*"
    if [ "$(id -u)" -ne 0 ]; then
        if ! { command -v sudo && sudo -n true; } >/dev/null 2>&1; then
            fail "$why is missing, and installing it takes root. As root, run: $by_hand"
        fi
        run=(sudo -n)
    fi
    say "Installing $* through apt: $why is missing."
    local log
    log=$(mktemp)
    # A fresh machine has no package lists, an old one outdated lists: a failure is worth one update.
    if ! apt_get install "$@" >"$log" 2>&1; then
        apt_get update >"$log" 2>&1 || true
        if ! apt_get install "$@" >"$log" 2>&1; then
            tail -n 5 "$log" >&2
            rm -f "$log"
            fail "apt could not install $*. When the reason above is gone, run: $by_hand"
        fi
    fi
    rm -f "$log"
}

# apt_get VERB PACKAGE… : never asks. Uses `run` of its caller.
apt_get() {
    local verb=$1
    shift
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$verb" --yes --quiet --no-install-recommends "$@" </dev/null
}

# need_swift: the compiler, in a version that knows the language features the package uses.
need_swift() {
    command -v swift >/dev/null 2>&1 ||
        fail "swift is not on PATH. Install Swift 6.3 or newer (https://www.swift.org/install) and try again"
    need_swift_companions
    local said version
    said=$(swift --version 2>&1) || fail "swift does not start; repair its installation and try again. It says: $said"
    version=$(printf '%s\n' "$said" | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || fail "cannot tell the version of $(command -v swift); it says: $said"
    local major=${version%%.*} minor=${version#*.}
    if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
        fail "Swift 6.3 or newer is needed, $(command -v swift) is $version. See https://www.swift.org/install"
    fi
}

# need_swift_companions: what the toolchain's archive leaves to the distribution: the libraries it starts with, the
# headers of C and C++, a linker, and git for fetching packages. Known for Debian and its kin.
need_swift_companions() {
    command -v apt-get >/dev/null 2>&1 || return 0
    if ! command -v git >/dev/null 2>&1 || ! command -v ld >/dev/null 2>&1 || [ ! -e /usr/include/stdlib.h ] ||
        [ ! -d /usr/include/c++ ] || ! swift --version >/dev/null 2>&1; then
        install_packages "part of what the Swift toolchain builds on" \
            ca-certificates g++ git libcurl4 libedit2 libncurses6 libxml2 tzdata
    fi
}

# need_sqlite: the header and the library that the package links. On a Mac both are part of the SDK.
need_sqlite() {
    [ "$(uname)" != Darwin ] || return 0
    if [ ! -e /usr/include/sqlite3.h ] && ! pkg-config --exists sqlite3 2>/dev/null; then
        install_packages "the header of SQLite" libsqlite3-dev
    fi
}

# need_python: sets PYTHON to a Python 3.11 that can make virtual environments: the releases of Keystone and Glance
# that the lab pins run on that version.
need_python() {
    find_python && return
    install_packages "Python 3.11 with its venv module" python3 python3-venv ca-certificates
    find_python || fail "Python 3.11 with the modules venv and ensurepip is needed; found: $(
        python3 --version 2>&1 || true
    ). On Debian 12: apt-get install python3 python3-venv"
}

find_python() {
    local candidate
    for candidate in python3.11 python3 /usr/bin/python3.11 /usr/bin/python3; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            PYTHON=$candidate
            return 0
        fi
    done
    return 1
}

# announce_build CONFIGURATION: says what the first build takes and why; nothing when there was one.
announce_build() {
    [ ! -d ".build/$1/DriftCore.build" ] || return 0
    local minutes=13
    [ "$1" = debug ] || minutes=14
    say "The first build ($1) takes about $minutes minutes on two cores, more where others work. It fetches 24 packages and compiles"
    say "what is used of them: async-http-client with SwiftNIO, swift-crypto, and BoringSSL, which both bring along. DriftMonitor"
    say "itself is the smaller part. Later builds take seconds."
}

# swift_build OPTION… : of `swift build`, which says each of its thousands of steps; here one every quarter of a minute.
swift_build() {
    local line part='' now='' begun=$SECONDS due=$((SECONDS + 15)) code=0
    swift build "$@" 2>&1 | while true; do
        if IFS= read -r -t 5 line; then
            line=$part$line part=
            case $line in
            \[*/*\]*) now=$line ;;
            *) printf '%s\n' "$line" ;;
            esac
        elif [ $? -gt 128 ]; then
            part+=$line  # nothing was said for a while, or half a line
        else
            [ -z "$part$line" ] || printf '%s\n' "$part$line"
            break
        fi
        if [ -n "$now" ] && [ "$SECONDS" -ge "$due" ]; then
            printf '  %d:%02d  %s\n' $(((SECONDS - begun) / 60)) $(((SECONDS - begun) % 60)) "$(cut -d ' ' -f 1-3 <<<"$now")"
            due=$((SECONDS + 15))
        fi
    done || code=$?
    return "$code"
}
