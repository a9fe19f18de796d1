package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.spi.SinkException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresqlFailuresTest {
  @ParameterizedTest
  @CsvSource({
    "08006, Unavailable",
    "08P01, Unavailable",
    "57P01, Unavailable",
    "57P03, Unavailable",
    "57014, Unavailable",
    "53300, Unavailable",
    "53100, Unavailable",
    "40001, Unavailable",
    "40P01, Unavailable",
    "55P03, Unavailable",
    "25006, Unavailable",
    "25P03, Unavailable",
    "58030, Unavailable",
    "XX000, Unavailable",
    "28P01, Denied",
    "28000, Denied",
    "3D000, Denied",
    "42501, TargetDenied",
    "42P01, TargetDenied",
    "42703, TargetDenied",
    "3F000, TargetDenied",
    "0A000, TargetDenied",
    "22001, BatchRefused PERMANENT",
    "22P02, BatchRefused PERMANENT",
    "54000, BatchRefused PERMANENT",
    "P0001, BatchRefused PERMANENT",
    "23502, BatchRefused PERMANENT",
    "23514, BatchRefused PERMANENT",
    "23503, BatchRefused DEPENDENT",
    "23505, BatchRefused DEPENDENT",
    "23P01, BatchRefused DEPENDENT",
    "21000, BatchRefused RETRYABLE",
  })
  void sortsByErrorCode(String state, String expected) {
    assertThat(sorted(new SQLException("said the server", state), "orders")).isEqualTo(expected);
  }

  @Test
  void takesAFailureWithoutACodeForALostConnection() {
    assertThat(sorted(new SQLException("broken"), "orders")).isEqualTo("Unavailable");
    assertThat(SqlStates.endsConnection(null)).isTrue();
  }

  @Test
  void blamesTheDestinationWhereNoTargetIsConcerned() {
    assertThat(sorted(new SQLException("no", "42501"), null)).isEqualTo("Denied");
  }

  @ParameterizedTest
  @CsvSource({"08006, true", "57P01, true", "25006, true", "57014, false", "23505, false"})
  void keepsAConnectionThatIsStillOfUse(String state, boolean ends) {
    assertThat(SqlStates.endsConnection(state)).isEqualTo(ends);
  }

  private static String sorted(
      SQLException failure, @org.jspecify.annotations.Nullable String target) {
    SinkException sorted = PostgresqlFailures.of(failure, "warehouse: writing", target);
    assertThat(sorted).hasMessageStartingWith("warehouse: writing failed: ");
    return switch (sorted) {
      case SinkException.Unavailable _ -> "Unavailable";
      case SinkException.Denied _ -> "Denied";
      case SinkException.TargetDenied denied -> {
        assertThat(denied.target()).isEqualTo(target);
        yield "TargetDenied";
      }
      case SinkException.Gone _ -> "Gone";
      case SinkException.BatchRefused refused -> {
        assertThat(refused.code()).isEqualTo(failure.getSQLState());
        yield "BatchRefused " + refused.kind();
      }
    };
  }
}
