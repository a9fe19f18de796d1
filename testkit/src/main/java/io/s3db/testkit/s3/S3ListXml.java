package io.s3db.testkit.s3;

import io.s3db.IsoTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The answer to ListObjectsV2 with {@code encoding-type=url}. */
final class S3ListXml {
  private S3ListXml() {}

  static String of(
      String bucket,
      String prefix,
      int limit,
      List<Map.Entry<String, S3Objects.Kept>> page,
      boolean truncated) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    element(xml, "Name", bucket);
    element(xml, "Prefix", url(prefix));
    element(xml, "MaxKeys", String.valueOf(limit));
    element(xml, "KeyCount", String.valueOf(page.size()));
    element(xml, "EncodingType", "url");
    element(xml, "IsTruncated", String.valueOf(truncated));
    if (truncated) {
      byte[] last = page.getLast().getKey().getBytes(StandardCharsets.UTF_8);
      element(xml, "NextContinuationToken", Base64.getUrlEncoder().encodeToString(last));
    }
    for (var entry : page) {
      xml.append("<Contents>");
      element(xml, "Key", url(entry.getKey()));
      element(xml, "ETag", "&quot;" + entry.getValue().etag() + "&quot;");
      element(xml, "LastModified", IsoTime.text(entry.getValue().lastModified()));
      element(xml, "Size", String.valueOf(entry.getValue().body().length));
      xml.append("</Contents>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append("<" + name + ">" + text + "</" + name + ">");
  }

  private static String url(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
