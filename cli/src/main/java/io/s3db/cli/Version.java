package io.s3db.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which S3DB and which Java this is. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    // From the build folders there is no manifest.
    String version =
        Objects.requireNonNullElse(
            Version.class.getPackage().getImplementationVersion(), "development");
    return new String[] {
      "S3DB for Java " + version + " (Java " + Runtime.version().feature() + ")"
    };
  }
}
