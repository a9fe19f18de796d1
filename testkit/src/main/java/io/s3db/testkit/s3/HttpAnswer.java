package io.s3db.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer before it goes over the wire.
 *
 * @param status of HTTP
 * @param headers besides Date and Content-Length
 * @param body sent with every answer but that to HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
  private static final byte[] NOTHING = {};

  static HttpAnswer empty(int status, Map<String, String> headers) {
    return new HttpAnswer(status, headers, NOTHING);
  }

  static HttpAnswer xml(int status, String xml) {
    return new HttpAnswer(
        status,
        Map.of("Content-Type", "application/xml"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(StandardCharsets.UTF_8));
  }

  static HttpAnswer error(int status, String code) {
    return xml(status, "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
  }
}
