package io.s3db.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A block of Java in a document. */
record Snippet(Path file, int line, String code) {
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]+;\\n");

  /** The Java blocks of the README and of all documents, in order. */
  static List<Snippet> all(Path root) throws IOException {
    List<Snippet> all = new ArrayList<>(of(root.resolve("README.md")));
    try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
        all.addAll(of(file));
      }
    }
    return all;
  }

  private static List<Snippet> of(Path file) throws IOException {
    String text = Files.readString(file);
    return JAVA.matcher(text)
        .results()
        .map(
            found ->
                new Snippet(
                    file,
                    1 + (int) text.substring(0, found.start()).lines().count(),
                    found.group(1)))
        .toList();
  }

  /** The file's name and the line of the block. */
  @Override
  public String toString() {
    return file.getFileName() + ":" + line;
  }

  Snippet with(String text, String replacement) {
    if (!code.contains(text)) {
      throw new IllegalArgumentException(this + " does not contain " + text);
    }
    return new Snippet(file, line, code.replace(text, replacement));
  }

  /** A class whose method {@code run} does what the block says, and returns the value named. */
  String asClass(String name, String result) {
    StringBuilder imports = new StringBuilder();
    IMPORT.matcher(code).results().map(MatchResult::group).forEach(imports::append);
    String body = IMPORT.matcher(code).replaceAll("");
    return imports
        + """
        import io.s3db.*;
        import io.s3db.catalog.*;
        import io.s3db.replicator.*;
        import io.s3db.replicator.backfill.*;
        import io.s3db.store.*;
        import java.nio.file.*;
        import java.time.*;
        import java.util.*;

        public class %s {
          static S3db db; // what an earlier block of the document made
          static ReplicatorPlugin plugin;

          public static Object run() throws Exception {
        %s
            return %s;
          }
        }
        """
            .formatted(name, body.indent(4), result);
  }
}
