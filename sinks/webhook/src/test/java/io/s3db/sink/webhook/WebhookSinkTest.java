package io.s3db.sink.webhook;

import io.s3db.testkit.sink.Received;
import io.s3db.testkit.webhook.WebhookRequest;
import java.util.List;

/** The contract, a request for each change. */
class WebhookSinkTest extends WebhookSinkContract {
  @Override
  List<Received> received(WebhookRequest request) {
    return List.of(entry(request.required("webhook-id"), request.document()));
  }
}
