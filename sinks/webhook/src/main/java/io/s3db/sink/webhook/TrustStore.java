package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The authorities that the receiver's certificate must come from, instead of those of the JDK. */
record TrustStore(KeyStore authorities) {
  /**
   * Reads {@code trustStore}: the path of a PEM file, or {@code { path, password }} of a PEM,
   * PKCS12 or JKS file.
   */
  static @Nullable TrustStore read(Options options) {
    Object value = options.value("trustStore");
    if (value == null) {
      return null;
    }
    String path;
    @Nullable String password = null;
    if (value instanceof String text) {
      path = text;
    } else {
      Options store = options.nested("trustStore");
      path = store.requiredText("path");
      password = store.secret("password").map(secret -> secret.reveal()).orElse(null);
      store.finish();
    }
    try {
      return path.isEmpty() ? null : load(options, Path.of(path), password);
    } catch (InvalidPathException e) {
      options.problem("trustStore", "is no path: " + e.getReason());
      return null;
    }
  }

  private static @Nullable TrustStore load(Options options, Path file, @Nullable String password) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean pem = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
      KeyStore store =
          pem
              ? ofPem(bytes)
              : KeyStore.getInstance(
                  file.toFile(), password == null ? null : password.toCharArray());
      if (hasCertificates(store)) {
        return new TrustStore(store);
      }
      options.problem("trustStore", "holds no certificate: " + file);
    } catch (NoSuchFileException _) {
      options.problem("trustStore", "does not exist: " + file);
    } catch (IOException | GeneralSecurityException e) {
      options.problem(
          "trustStore",
          "cannot be read as PEM, PKCS12 or JKS (is the password right?): "
              + file
              + ": "
              + e.getMessage());
    }
    return null;
  }

  private static KeyStore ofPem(byte[] bytes) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    int number = 0;
    for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
      store.setCertificateEntry("authority-" + ++number, each);
    }
    return store;
  }

  /** Without a password, a PKCS12 file opens and shows nothing. */
  private static boolean hasCertificates(KeyStore store) throws GeneralSecurityException {
    return store.aliases().hasMoreElements();
  }

  /** What the client needs to check certificates. */
  SSLContext context() {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK knows TLS", e);
    }
  }
}
