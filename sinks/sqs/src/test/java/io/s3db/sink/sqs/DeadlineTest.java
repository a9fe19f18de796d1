package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void isBeforeTheAttemptIsGivenUpFromOutside() {
    assertThat(Deadline.within(Duration.ofMinutes(10)).left())
        .isLessThanOrEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void isOverWhenItsTimeIs() {
    assertThat(Deadline.within(Duration.ZERO).isOver()).isTrue();
    assertThat(Deadline.within(Duration.ofMinutes(10)).isOver()).isFalse();
  }
}
