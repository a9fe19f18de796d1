package io.s3db.testkit.sink;

import io.s3db.testkit.net.FaultProxy;

/**
 * Faults of the network as the contract wants them.
 *
 * @param proxy between the sink and the server
 */
public record ProxyOutage(FaultProxy proxy) implements Outage {
  @Override
  public void refuse() {
    proxy.refuse();
  }

  @Override
  public void hang() {
    proxy.blackHole();
  }

  @Override
  public boolean hanging() {
    return proxy.swallowed() > 0;
  }

  @Override
  public void mend() {
    proxy.heal();
  }
}
