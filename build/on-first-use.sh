# Builds a module if it is older than its sources, and says how far that is. Sourced by ./s3db; needs $here and $JAVA_HOME.

# s3db_build MODULE RESULT PHASE
s3db_build() {
  local module=$1 result=$2 phase=$3
  if [ -f "$result" ] && [ -z "$(find "$here" \( -name target -o -name .git -o -path '*/src/test' \) -prune -o -path '*/src/main/*' -newer "$result" -type f -print \
      -o -name pom.xml -newer "$result" -print 2>/dev/null | head -n 1)" ]; then
    return
  fi
  command -v mvn >/dev/null || { echo "S3DB for Java is built with Maven, and mvn was not found. Install it (Debian and Ubuntu: apt install maven)." >&2; exit 1; }
  echo "Building S3DB for Java (the first time 5 to 15 minutes, with downloads; after a change less)" >&2
  local log="$here/target/launcher-build.log"
  mkdir -p "$here/target"
  # Maven tells "Building NAME VERSION [n/m]" as it comes to a module.
  if ! (cd "$here" && mvn -B -ntp -DskipTests -Dmaven.test.skip=true -pl "$module" -am "$phase" </dev/null 2>&1) | tee "$log" \
      | sed -u -n -E 's/^\[INFO\] Building (.*) [^ ]+ +\[([0-9]+\/[0-9]+)\]$/  [\2] \1/p' >&2; then
    tail -n 40 "$log" >&2
    echo "The build failed; the whole output is in target/launcher-build.log." >&2
    exit 1
  fi
  touch "$result"
}
