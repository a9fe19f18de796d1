package io.s3db.value;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A day {@code yyyy-MM-dd}: days since 1970. Of a time, its day in UTC. */
final class Day implements ShortForm {
  private static final double LEAST = LocalDate.of(0, 1, 1).toEpochDay();
  private static final double MOST = LocalDate.of(9999, 12, 31).toEpochDay();

  @Override
  public String what() {
    return "a day such as 2024-01-02";
  }

  @Override
  public @Nullable Object normal(Object value) {
    LocalDate day = parse(value);
    return day == null ? null : day.toString();
  }

  @Override
  public @Nullable String encode(Object value) {
    LocalDate day = parse(value);
    return day == null ? null : Base62.encode((double) day.toEpochDay());
  }

  @Override
  public @Nullable Object decode(String stored) {
    double days = stored.isEmpty() ? Double.NaN : Base62.decode(stored);
    return days >= LEAST && days <= MOST ? LocalDate.ofEpochDay((long) days).toString() : null;
  }

  private static @Nullable LocalDate parse(Object value) {
    return JsDate.parse(value)
        .map(time -> time.atOffset(ZoneOffset.UTC).toLocalDate())
        .orElse(null);
  }
}
