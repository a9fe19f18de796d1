package io.s3db.sink.bigquery;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The key of a service account that nobody has. */
final class ServiceAccount {
  static final Map<String, Object> KEY =
      Map.of(
          "type", "service_account",
          "project_id", "shop",
          "private_key_id", "k3y-1d",
          "private_key", privateKey(),
          "client_email", "writer@shop.iam.gserviceaccount.com",
          "client_id", "1",
          "token_uri", "http://127.0.0.1:1/token");

  private ServiceAccount() {}

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
