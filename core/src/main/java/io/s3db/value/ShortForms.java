package io.s3db.value;

/** The kinds of values that have a short stored text. */
public final class ShortForms {
  /** A UUID. */
  public static final ShortForm UUID = new Uuid();

  /** An IPv4 address. */
  public static final ShortForm IP4 = new Ip4();

  /** An IPv6 address. */
  public static final ShortForm IP6 = new Ip6();

  /** An IPv4 network. */
  public static final ShortForm CIDR = new Cidr();

  /** A MAC address. */
  public static final ShortForm MAC = new Mac();

  /** A semantic version. */
  public static final ShortForm SEMVER = new Semver();

  /** A phone number. */
  public static final ShortForm PHONE = new Phone();

  /** A colour. */
  public static final ShortForm COLOR = new Color();

  /** A bar code. */
  public static final ShortForm BARCODE = new Barcode();

  /** A day. */
  public static final ShortForm DAY = new Day();

  /** A time of day. */
  public static final ShortForm TIME_OF_DAY = new TimeOfDay();

  /** A length of time. */
  public static final ShortForm DURATION = new Length();

  /** Bytes as base64. */
  public static final ShortForm BYTES = new Bytes();

  /** Numbers with six decimals. */
  public static final ShortForm EMBEDDING = new Embedding();

  private ShortForms() {}

  /** An amount of money with so many decimals. */
  public static ShortForm money(int decimals) {
    return FixedPoint.money(decimals);
  }

  /** A number with so many decimals. */
  public static ShortForm decimal(int decimals) {
    return FixedPoint.decimal(decimals);
  }

  /** A latitude in degrees with so many decimals. */
  public static ShortForm latitude(int decimals) {
    return FixedPoint.latitude(decimals);
  }

  /** A longitude in degrees with so many decimals. */
  public static ShortForm longitude(int decimals) {
    return FixedPoint.longitude(decimals);
  }

  /** A point of latitude and longitude with so many decimals. */
  public static ShortForm point(int decimals) {
    return GeoPoint.of(decimals);
  }
}
