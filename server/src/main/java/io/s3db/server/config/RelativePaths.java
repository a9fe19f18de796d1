package io.s3db.server.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes every relative path of a configuration relative to the file it stands in, wherever the
 * command was started: {@code file://./data} of connection strings, the folder of the journal,
 * files of keys and certificates, and transforms of included files.
 */
final class RelativePaths {
  private static final String TRANSFORM = "file:";
  private static final String CONFIG = "replicator.replicators[].config.";

  private static final Pattern DIRECTORY = Pattern.compile("(?is)\\s*file://(\\.{1,2}/.*)");

  /** The parameters of a PostgreSQL address that name a file, as they are written. */
  private static final Pattern CERTIFICATE =
      Pattern.compile("(?<=[?&])(sslrootcert|sslcert|sslkey)=([^&]+)");

  /** A name with an ending: other text is more likely a key itself. */
  private static final Pattern NAME = Pattern.compile("[^\\r\\n]{1,200}\\.[A-Za-z0-9]{1,5}");

  private final Path main;

  private RelativePaths(Path main) {
    this.main = main;
  }

  /**
   * The tree with absolute paths.
   *
   * @param main the folder of the file that was named: the plugin finds its transforms
   */
  static Tree.Branch resolved(Tree tree, Path main) {
    return (Tree.Branch) Tree.mapped(tree, "", new RelativePaths(main)::resolved);
  }

  private Tree.Leaf resolved(String path, Tree.Leaf leaf) {
    if (leaf.text().isBlank() || (leaf.plain() && leaf.text().matches("~|null|Null|NULL"))) {
      return leaf;
    }
    try {
      return leaf.withText(
          path.endsWith(".transform") ? transform(leaf) : text(path, leaf.text(), leaf.folder()));
    } catch (IllegalArgumentException _) { // no path, or badly encoded
      return leaf; // told by who reads it
    }
  }

  private static String text(String path, String text, Path folder) {
    return switch (path) {
      case "journal.path",
          CONFIG + "trustStore",
          CONFIG + "trustStore.path",
          CONFIG + "sslRootCert",
          CONFIG + "sslCert",
          CONFIG + "sslKey" ->
          folder.resolve(text).toString();
      case CONFIG + "credentials" -> isFile(text, folder) ? folder.resolve(text).toString() : text;
      case "database.connectionString", CONFIG + "connectionString" -> address(text, folder);
      default -> text;
    };
  }

  private String transform(Tree.Leaf leaf) {
    return leaf.text().startsWith(TRANSFORM) && !leaf.folder().equals(main)
        ? TRANSFORM + leaf.folder().resolve(leaf.text().substring(TRANSFORM.length()).strip())
        : leaf.text();
  }

  private static boolean isFile(String text, Path folder) {
    return !text.stripLeading().startsWith("{")
        && (NAME.matcher(text).matches() || Files.exists(folder.resolve(text)));
  }

  private static String address(String text, Path folder) {
    Matcher directory = DIRECTORY.matcher(text);
    if (directory.matches()) {
      return "file://" + inAddress(folder.toAbsolutePath()) + "/" + directory.group(1);
    }
    return text.startsWith("postgres")
        ? CERTIFICATE
            .matcher(text)
            .replaceAll(
                each -> Matcher.quoteReplacement(certificate(each.group(1), each.group(2), folder)))
        : text;
  }

  private static String certificate(String parameter, String value, Path folder) {
    String name = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    return parameter
        + "="
        + URLEncoder.encode(folder.resolve(name).toString(), StandardCharsets.UTF_8)
            .replace("+", "%20");
  }

  /** What an address gives a meaning of its own is written by its number. */
  private static String inAddress(Path folder) {
    return folder.toString().replace("%", "%25").replace("?", "%3F").replace("#", "%23");
  }
}
