# Sets JAVA_HOME to a JDK 25, or says what to install. Sourced by the scripts of this project.
s3db_is_25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null; }
if ! s3db_is_25 "${JAVA_HOME:-/nonexistent}"; then
  JAVA_HOME=""
  for candidate in ${JAVA25_HOME:-} $(ls -d /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
      /Library/Java/JavaVirtualMachines/*25*/Contents/Home 2>/dev/null); do
    if s3db_is_25 "$candidate"; then JAVA_HOME=$candidate; break; fi
  done
fi
if [ -z "$JAVA_HOME" ]; then
  echo "S3DB for Java needs JDK 25, and none was found. Install one (Debian and Ubuntu: temurin-25-jdk or openjdk-25-jdk;" >&2
  echo "macOS: brew install openjdk@25), or set JAVA_HOME to it, then run this again." >&2
  exit 1
fi
export JAVA_HOME
