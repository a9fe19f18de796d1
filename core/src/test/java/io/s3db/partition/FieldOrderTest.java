package io.s3db.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import io.s3db.golden.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldOrderTest {
  private static final Collator ICU = Collator.getInstance(ULocale.US);

  private final FieldOrder order = new FieldOrder();

  @Test
  void isThatOfS3dbJs() {
    for (var row : Vectors.maps(Vectors.map(Vectors.vector("partition-keys")).get("fieldOrder"))) {
      List<String> names = texts(row.get("in"));
      names.sort(order);
      assertThat(names).isEqualTo(texts(row.get("out")));
    }
  }

  private static List<String> texts(Object list) {
    List<String> texts = new ArrayList<>();
    ((List<?>) list).forEach(text -> texts.add(Vectors.text(text)));
    return texts;
  }

  @Test
  void isThatOfIcuForEveryPairOfKnownCharacters() {
    List<String> known =
        IntStream.rangeClosed(' ', 0x17f)
            .mapToObj(Character::toString)
            .filter(FieldOrder::knows)
            .toList();
    assertThat(known).hasSizeGreaterThan(200);
    for (String a : known) {
      for (String b : known) {
        compare(a, b);
      }
    }
  }

  @Test
  void isThatOfIcuForNames() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String alphabet = "aAbBéÉèêzZ_-.1290çñ";
    for (int i = 0; i < 20_000; i++) {
      compare(name(random, alphabet), name(random, alphabet), "seed " + seed);
    }
  }

  private static String name(Random random, String alphabet) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      name.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return name.toString();
  }

  private void compare(String a, String b, String... hint) {
    assertThat(Integer.signum(order.compare(a, b)))
        .as("'%s' and '%s' %s", a, b, String.join("", hint))
        .isEqualTo(Integer.signum(ICU.compare(a, b)));
  }

  @Test
  void doesNotPretendToKnowOtherScripts() {
    assertThat(FieldOrder.knows("Country-2.x")).isTrue();
    assertThat(FieldOrder.knows("größe")).isFalse();
    assertThat(FieldOrder.knows("имя")).isFalse();
    assertThat(FieldOrder.knows("日本")).isFalse();
  }
}
