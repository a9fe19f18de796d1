package io.s3db.record;

import java.util.Map;

/**
 * Names in metadata and bodies that are no attributes: those of the format, and those that updates
 * of s3db.js leave behind ({@code _etag}, {@code _contentlength}, …).
 */
final class SystemNames {
  static final String VERSION = "_v";
  static final String MAP = "_map";
  static final String PLUGIN_MAP = "_pluginmap";
  static final String OVERFLOW = "_overflow";
  static final String TRUNCATED = "_truncated";
  static final String STAMP = "_n";

  private SystemNames() {}

  /** Every name that starts with an underscore is one, whatever it is. */
  static boolean isSystem(String name) {
    return name.startsWith("_")
        || name.startsWith("$")
        || name.equals("id")
        || name.equals("metadata_updatedat")
        || name.equals("metadata.updatedAt");
  }

  /** Whether there is no field among the names. */
  static boolean only(Map<String, ?> metadata) {
    return metadata.keySet().stream().allMatch(SystemNames::isSystem);
  }
}
