# What ./continuo, ./publish and ./pack have in common: messages on standard error, and a build whose progress and failures are readable.
# The caller sets root, the top directory, and log, the file that the build's output goes to.

say() {
    echo "$(basename "$0"): $*" >&2 || true
}

require_sdk() {
    command -v dotnet >/dev/null && return
    say "the .NET 10 SDK is not installed. See https://dotnet.microsoft.com/download, or apt-get install dotnet-sdk-10.0."
    exit 1
}

# Lines of the build, as "  Continuo.Codecs -> …/Continuo.Codecs.dll", become "built Continuo.Codecs".
show_progress() {
    local line name
    while IFS= read -r line; do
        printf '%s\n' "$line"
        if [[ $line =~ ^\ *([A-Za-z.]+)\ -\>\ .*\.dll$ ]]; then
            name=${BASH_REMATCH[1]}
            say "built $name after $SECONDS s"
        elif [[ $line =~ ^\ *Generating\ native\ code ]]; then
            say "compiling to native code after $SECONDS s…"
        elif [[ $line =~ Successfully\ created\ package\ \'(.*\.nupkg)\' ]]; then
            say "packed $(basename "${BASH_REMATCH[1]}") after $SECONDS s"
        fi
    done >"$log"
}

explain_failure() {
    grep -E ': error |^error' "$log" | sort -u | head -20 >&2 || tail -20 "$log" >&2
    if grep -qE 'NU1[0-9]{3}|NU3[0-9]{3}' "$log"; then
        say "its packages could not be restored, see above. It needs a NuGet source once: 'dotnet nuget list source' shows which are set; behind a proxy set HTTPS_PROXY."
    elif grep -qE 'NETSDK1045|does not support targeting' "$log"; then
        say "the .NET SDK $(dotnet --version 2>/dev/null) is too old; it takes version 10."
    elif grep -qE 'Platform linker|cannot find -l|exited with code 1.*(clang|gcc)' "$log"; then
        say "linking needs a C compiler and its libraries: apt-get install clang zlib1g-dev."
    else
        say "it could not be built, see above; all of it is in $log."
    fi
}

# Runs dotnet with the arguments; its output goes to the log. Returns non-zero, with nothing said yet, if it fails.
run_build() {
    mkdir -p "$(dirname "$log")"
    SECONDS=0
    dotnet "$@" -c Release -v minimal --nologo -tl:off 2>&1 | show_progress
}
