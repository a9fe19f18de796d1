package io.s3db.replicator.delivery;

import io.s3db.replicator.state.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which dead letters may be sent now. Asked by their lane, so that no later change of the
 * record can be delivered between the question and the sending.
 */
final class Redrivable {
  private final Stream stream;

  Redrivable(Stream stream) {
    this.stream = stream;
  }

  List<Redriving.Letter> of(List<Redriving.Letter> letters) throws InterruptedException {
    stream.parts().writer().flush();
    List<Redriving.Letter> redrivable = new ArrayList<>(letters.size());
    for (Redriving.Letter letter : letters) {
      check(letter).ifPresent(redrivable::add);
    }
    return redrivable;
  }

  private Optional<Redriving.Letter> check(Redriving.Letter asked) {
    Optional<DeadLetter> found =
        stream.parts().state().deadLetter(stream.options().id(), asked.letter().id());
    if (found.isEmpty()) {
      asked.report(RedriveResult.Outcome.NOT_FOUND, "There is no such dead letter.");
      return Optional.empty();
    }
    return switch (found.get().status()) {
      case DEAD -> Optional.of(new Redriving.Letter(asked.job(), found.get()));
      case REDRIVEN -> {
        asked.report(RedriveResult.Outcome.NOT_FOUND, "It was redriven before.");
        yield Optional.empty();
      }
      case SUPERSEDED -> superseded(asked, found.get());
    };
  }

  private Optional<Redriving.Letter> superseded(Redriving.Letter asked, DeadLetter letter) {
    if (stream.parts().sink().traits().mirror()) {
      asked.report(
          RedriveResult.Outcome.SUPERSEDED,
          "A later change of the record was delivered: the row is newer than this.");
      return Optional.empty();
    }
    if (!asked.job().late()) {
      asked.report(
          RedriveResult.Outcome.SUPERSEDED,
          "A later change of the record was sent already: say that it may be late to send it.");
      return Optional.empty();
    }
    return Optional.of(new Redriving.Letter(asked.job(), letter));
  }
}
