# Builds a module if it is older than its sources, and says how far that is. Sourced by ./s3db; needs $here and $JAVA_HOME.

# s3db_is_built RESULT MARK: whether the result is there, newer than all sources, and no build of it was broken off.
s3db_is_built() {
  [ -f "$1" ] && [ ! -e "$2" ] && [ -z "$(find "$here" \( -name target -o -name .git -o -path '*/src/test' \) -prune -o -path '*/src/main/*' -newer "$1" -type f -print \
    -o -name pom.xml -newer "$1" -print 2>/dev/null | head -n 1)" ]
}

# s3db_build MODULE RESULT PHASE
s3db_build() {
  local module=$1 result=$2 phase=$3
  local mark="$here/target/launcher-$module.building" log="$here/target/launcher-build.log"
  if s3db_is_built "$result" "$mark"; then return; fi
  command -v mvn >/dev/null || { echo "S3DB for Java is built with Maven, and mvn was not found. Install it (Debian and Ubuntu: apt install maven)." >&2; exit 1; }
  mkdir -p "$here/target"
  (
    # Maven inherits the lock, so two builds never write the same files, even if one of the commands that began them was killed.
    exec 9>"$here/target/launcher.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
      echo "Another command is building S3DB for Java: waiting for it" >&2
      flock 9
      if s3db_is_built "$result" "$mark"; then exit 0; fi
    fi
    : >"$mark" # gone once the build is complete: what a broken one left is never taken for good
    echo "Building S3DB for Java (the first time 5 to 15 minutes, with downloads; after a change less)" >&2
    # Maven tells "Building NAME VERSION [n/m]" as it comes to a module.
    if ! (cd "$here" && mvn -B -ntp -DskipTests -Dmaven.test.skip=true -pl "$module" -am "$phase" </dev/null 2>&1) | tee "$log" \
        | sed -u -n -E 's/^\[INFO\] Building (.*) [^ ]+ +\[([0-9]+\/[0-9]+)\]$/  [\2] \1/p' >&2; then
      tail -n 40 "$log" >&2
      echo "The build failed; the whole output is in target/launcher-build.log." >&2
      exit 1
    fi
    touch -r "$mark" "$result" # as old as the beginning: what was changed meanwhile is newer
    rm -f "$mark"
  ) || exit 1
}
