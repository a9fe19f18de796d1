package io.s3db.replicator.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.JournalId;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ErrorTextTest {
  private static final String HUGE = "x".repeat(20 << 20);

  @Test
  void aShortTextStaysAsItIs() {
    assertThat(ErrorText.bounded("refused")).isEqualTo("refused");
    String longest = "x".repeat(ErrorText.LONGEST);
    assertThat(ErrorText.bounded(longest)).isEqualTo(longest);
  }

  @Test
  void aLongOneIsShortenedAndSaysSo() {
    assertThat(ErrorText.bounded(HUGE))
        .hasSize(ErrorText.LONGEST)
        .startsWith("xxx")
        .endsWith("x … (shortened from 20971520 characters)");
    String pairs = "\uD83D\uDE00".repeat(3000);
    assertThat(ErrorText.bounded(pairs)).doesNotContain("\uD83D ");
    assertThat(ErrorText.bounded("a" + pairs)).doesNotContain("\uD83D ");
  }

  @Test
  void everythingADestinationSaysIsShortened() {
    DeliveryId id = new DeliveryId(new EventId(JournalId.random(new Random(1)), 1, 1), 0);
    assertThat(new Rejection(id, Rejection.Kind.PERMANENT, HUGE, HUGE).message())
        .hasSize(ErrorText.LONGEST);
    assertThat(new Rejection(id, Rejection.Kind.PERMANENT, HUGE, HUGE).code())
        .hasSize(ErrorText.LONGEST);
    assertThat(new SinkException.Unavailable(HUGE, null).getMessage()).hasSize(ErrorText.LONGEST);
    assertThat(new SinkException.Gone(HUGE).getMessage()).hasSize(ErrorText.LONGEST);
  }

  @Test
  void aFailureThatCannotTellIsNamed() {
    RuntimeException mute =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new StackOverflowError();
          }
        };
    assertThat(ErrorText.of(mute)).contains("ErrorTextTest").endsWith("cannot be read");
    assertThat(ErrorText.of(new IllegalStateException("why"))).endsWith(": why");
  }
}
