package io.s3db.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A point on the globe: the stored texts of its latitude and its longitude.
 *
 * <p>Given as {@code {lat, lon}}, {@code {latitude, longitude}} or {@code [lat, lon]}; read back as
 * {@code {latitude, longitude}}.
 */
record GeoPoint(FixedPoint latitude, FixedPoint longitude) implements ShortForm {
  static GeoPoint of(int decimals) {
    return new GeoPoint(FixedPoint.latitude(decimals), FixedPoint.longitude(decimals));
  }

  @Override
  public String what() {
    return "a point {lat, lon} or [lat, lon], in degrees";
  }

  @Override
  public @Nullable Object normal(Object value) {
    String stored = encode(value);
    return stored == null ? null : decode(stored);
  }

  @Override
  public @Nullable String encode(Object value) {
    Object first = null;
    Object second = null;
    if (value instanceof Map<?, ?> map && map.size() == 2) {
      boolean brief = map.containsKey("lat");
      first = map.get(brief ? "lat" : "latitude");
      second = map.get(brief ? "lon" : "longitude");
    } else if (value instanceof List<?> list && list.size() == 2) {
      first = list.get(0);
      second = list.get(1);
    }
    String lat = first == null ? null : latitude.encode(first);
    String lon = second == null ? null : longitude.encode(second);
    return lat == null || lon == null ? null : lat + lon;
  }

  @Override
  public @Nullable Object decode(String stored) {
    int middle = stored.indexOf('~', 1);
    Object lat = middle < 0 ? null : latitude.decode(stored.substring(0, middle));
    Object lon = middle < 0 ? null : longitude.decode(stored.substring(middle));
    if (lat == null || lon == null) {
      return null;
    }
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("latitude", lat);
    point.put("longitude", lon);
    return point;
  }
}
