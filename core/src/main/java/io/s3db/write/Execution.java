package io.s3db.write;

import io.s3db.store.NewObject;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a plan to the store. */
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final PatientStore store;

  Execution(Workshop workshop) {
    ObjectStore objects = workshop.store();
    ObjectStore.Capabilities can = objects.capabilities();
    this.store = new PatientStore(objects, workshop.clock(), workshop.timing());
    if (!can.conditionalWrites() || !can.conditionalDeletes()) {
      LOG.warn(
          "{} does not keep preconditions ({} writes, {} deletes): only ONE process may write to"
              + " it, or changes will be lost.",
          objects.describe(),
          can.conditionalWrites() ? "conditional" : "unconditional",
          can.conditionalDeletes() ? "conditional" : "unconditional");
    }
  }

  Fate carryOut(Plan plan) {
    NewObject object = plan.object();
    return switch (plan.operation()) {
      case INSERT, UPDATE -> put(plan, required(object));
      case DELETE -> object == null ? delete(plan) : deleteInTwoSteps(plan, object);
    };
  }

  private Fate put(Plan plan, NewObject object) {
    Present base = plan.found();
    return store.put(
        plan.key(), object, plan.condition(), Verdicts.ofPut(object, plan.version(), base));
  }

  private Fate delete(Plan plan) {
    return store.delete(plan.key(), plan.condition(), Verdicts.ofDelete(required(plan.found())));
  }

  /** Once the tombstone is written the record is gone, whatever becomes of the object. */
  private Fate deleteInTwoSteps(Plan plan, NewObject dying) {
    Fate first = put(plan, dying);
    if (first instanceof Fate.Done) {
      Fate second =
          store.delete(plan.key(), Precondition.none(), (_, doubt) -> new Fate.InDoubt(doubt));
      if (!(second instanceof Fate.Done)) {
        LOG.warn("The object of the deleted record '{}' is left over: {}", plan.key(), second);
      }
      return new Fate.Done(null);
    }
    return first;
  }

  private static <T> T required(@org.jspecify.annotations.Nullable T value) {
    return java.util.Objects.requireNonNull(value, "a plan of this operation has it");
  }
}
