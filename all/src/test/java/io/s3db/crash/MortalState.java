package io.s3db.crash;

import io.s3db.crash.Life.Place;
import io.s3db.replicator.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A state that takes nothing more once its process has ended, before or after a commit. */
final class MortalState {
  private MortalState() {}

  static StateStore of(StateStore store, Life life) {
    return (StateStore)
        Proxy.newProxyInstance(
            MortalState.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (_, method, arguments) -> {
              boolean commits = method.getReturnType() == void.class && arguments != null;
              if (commits) {
                life.step(Place.STATE);
              }
              try {
                Object result = method.invoke(store, arguments);
                if (commits) {
                  life.step(Place.STATE);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
