package io.s3db.value;

import org.jspecify.annotations.Nullable;

/** An IPv4 network {@code 10.0.0.0/8}: the address as six digits, the prefix as one. */
final class Cidr implements ShortForm {
  private static final int WIDTH = 6;
  private static final int MOST = 32;

  @Override
  public String what() {
    return "an IPv4 network such as 10.0.0.0/8";
  }

  @Override
  public @Nullable Object normal(Object value) {
    int slash = value instanceof String text ? text.indexOf('/') : -1;
    if (slash < 0 || !(value instanceof String text)) {
      return null;
    }
    byte[] address = Ip4.parse(text.substring(0, slash));
    String prefix = text.substring(slash + 1);
    boolean valid = prefix.length() <= 2 && Digits.areDecimal(prefix);
    if (address == null || !valid || Integer.parseInt(prefix) > MOST) {
      return null;
    }
    return Ip4.text(address) + "/" + Integer.parseInt(prefix);
  }

  @Override
  public @Nullable String encode(Object value) {
    if (!(normal(value) instanceof String text)) {
      return null;
    }
    int slash = text.indexOf('/');
    long address = 0;
    for (String part : text.substring(0, slash).split("\\.")) {
      address = address << 8 | Integer.parseInt(part);
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return Digits.padded(address, WIDTH) + Digits.padded(prefix, 1);
  }

  @Override
  public @Nullable Object decode(String stored) {
    if (stored.length() != WIDTH + 1) {
      return null;
    }
    long address = Digits.parse(stored.substring(0, WIDTH), 0xffff_ffffL);
    long prefix = Digits.parse(stored.substring(WIDTH), MOST);
    if (address < 0 || prefix < 0) {
      return null;
    }
    byte[] bytes = {
      (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
    };
    return Ip4.text(bytes) + "/" + prefix;
  }
}
