package io.s3db.replicator.spi;

import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why a server could not be reached, for causes that somebody can do something about. Clients bury
 * them below messages of their own.
 */
public final class Unreachable {
  private static final int DEEPEST = 20;

  private Unreachable() {}

  /**
   * A clause that names the cause and the remedy, without a full stop; nothing for other causes.
   */
  public static Optional<String> reason(Throwable failure) {
    Throwable each = failure;
    boolean encrypted = false;
    for (int depth = 0; each != null && depth < DEEPEST; depth++, each = each.getCause()) {
      encrypted |= each instanceof SSLException;
      if (each instanceof UnknownHostException unknown) {
        return Optional.of(
            "the name "
                + host(unknown)
                + " cannot be resolved: check the address in the configuration, and the DNS of this"
                + " machine");
      }
      if (encrypted && each instanceof GeneralSecurityException) {
        return Optional.of(
            "the certificate of the server does not verify ("
                + ErrorText.of(each)
                + "): check the address, and whether something on the way answers in its place");
      }
    }
    return Optional.empty();
  }

  /** The JDK says {@code host} or {@code host: what the resolver said}. */
  private static String host(UnknownHostException unknown) {
    String text = String.valueOf(unknown.getMessage());
    int colon = text.indexOf(": ");
    return colon < 0 ? text : text.substring(0, colon);
  }
}
