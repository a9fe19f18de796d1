package io.s3db.sink.webhook;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.testkit.sink.Received;
import io.s3db.testkit.webhook.WebhookRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The contract, a request for up to a hundred changes. */
class BatchingSinkTest extends WebhookSinkContract {
  @Override
  protected Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("batch", true);
    return config;
  }

  @Override
  List<Received> received(WebhookRequest request) {
    String[] ids = request.required("webhook-delivery-ids").split(",");
    List<Received> all = new ArrayList<>();
    for (Object entry : request.document().list("batch")) {
      all.add(entry(ids[all.size()], Document.parse(Json.write(entry))));
    }
    return all;
  }
}
