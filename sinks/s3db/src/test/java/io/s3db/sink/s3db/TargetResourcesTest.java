package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.RecordingSinkContext.Warning;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetResourcesTest {
  private static final ResourceDefinition USERS =
      ResourceDefinition.named("users")
          .attribute("email", "string|required")
          .attribute("profile", Map.of("city", "string|optional"))
          .behavior(Behavior.BODY_ONLY)
          .timestamps(true)
          .partition("byEmail", Map.of("email", "string"))
          .build();

  @Test
  void givesAnUntransformedResourceTheDefinitionOfItsSource() throws Exception {
    try (SinkFixture fixture = new SinkFixture(USERS)) {
      fixture.prepare(SinkFixture.asItIs("users"), Document.of("id", "1", "email", "a@b.c"));

      ResourceDefinition copy = definition(fixture, "users");

      assertThat(copy.attributes())
          .containsEntry("email", "string|required")
          .containsEntry("profile", Map.of("city", "string|optional"));
      assertThat(copy.behavior()).isEqualTo(Behavior.BODY_ONLY);
      assertThat(copy.timestamps()).isTrue();
      assertThat(copy.partitions()).containsKey("byEmail");
    }
  }

  @Test
  void keepsTheTimestampsOfTheSource() throws Exception {
    try (SinkFixture fixture = new SinkFixture(USERS)) {
      Document row =
          Document.of(
              "id", "1",
              "email", "a@b.c",
              "createdAt", "2020-01-01T00:00:00.000Z",
              "updatedAt", "2021-01-01T00:00:00.000Z");
      DeliveryFixtures users = fixture.prepare(SinkFixture.asItIs("users"), row);

      assertThat(fixture.sink.write(List.of(users.insert(row)))).isEmpty();

      assertThat(fixture.find("users", "1")).contains(row);
    }
  }

  @Test
  void derivesTheDefinitionOfTransformedRowsFromTheirValues() throws Exception {
    try (SinkFixture fixture = new SinkFixture(USERS)) {
      Document row = Document.of("id", "1", "fullName", "A B", "age", 41, "tags", List.of("x"));
      DeliveryFixtures people = fixture.prepare(SinkFixture.transformed("people"), row);

      assertThat(fixture.sink.write(List.of(people.insert(row)))).isEmpty();

      assertThat(definition(fixture, "people").attributes())
          .isEqualTo(
              Map.of(
                  "fullName", "string|optional",
                  "age", "number|optional",
                  "tags", "array|optional"));
      assertThat(fixture.find("people", "1")).contains(row);
    }
  }

  @Test
  void holdsAnObjectWhereTheFirstValueWasAList() throws Exception {
    try (SinkFixture fixture = new SinkFixture()) {
      Document list = Document.of("id", "1", "detail", List.of("x", "y"));
      Document object = Document.of("id", "2", "detail", Map.of("a", 1));
      DeliveryFixtures rows = fixture.prepare(SinkFixture.transformed("rows"), list);

      assertThat(fixture.sink.write(List.of(rows.insert(list)))).isEmpty();
      assertThat(fixture.sink.write(List.of(rows.insert(object)))).isEmpty();

      assertThat(fixture.find("rows", "1")).contains(list);
      assertThat(fixture.find("rows", "2")).contains(object);
      assertThat(fixture.context.warnings())
          .extracting(Warning::code, Warning::subject)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("COLUMN_WIDENED", "rows.detail"));
    }
  }

  @Test
  void declaresANewFieldBeforeItIsWritten() throws Exception {
    try (SinkFixture fixture = new SinkFixture(USERS)) {
      Document row = Document.of("id", "1", "email", "a@b.c");
      DeliveryFixtures users = fixture.prepare(SinkFixture.asItIs("users"), row);
      Document wider = row.with("nickName", "Al").with("profile", Map.of("zipCode", "01310"));

      assertThat(fixture.sink.write(List.of(users.insert(wider)))).isEmpty();

      assertThat(fixture.find("users", "1")).contains(wider);
      assertThat(fixture.context.warnings()).isEmpty();
    }
  }

  @Test
  void keepsTheFieldsThatAnotherSinkDeclaredMeanwhile() throws Exception {
    try (SinkFixture fixture = new SinkFixture();
        Sink other = fixture.open(true, 16)) {
      Document row = Document.of("id", "1", "a", 1);
      DeliveryFixtures rows = fixture.prepare(SinkFixture.transformed("rows"), row);
      other.prepare(SinkFixture.transformed("rows"), row);
      other.write(List.of(rows.insert(Document.of("id", "2", "a", 1, "theirs", "x"))));

      fixture.sink.write(List.of(rows.insert(Document.of("id", "3", "a", 1, "ours", "y"))));

      assertThat(definition(fixture, "rows").attributes()).containsKeys("a", "theirs", "ours");
    }
  }

  @Test
  void leavesOutAndTellsUnknownFieldsWithoutSchemaSync() throws Exception {
    try (SinkFixture fixture = new SinkFixture(false, 16, USERS)) {
      try (S3db target = fixture.target.database()) {
        target.createResource("users", r -> r.attribute("email", "string|required"));
      }
      Document row = Document.of("id", "1", "email", "a@b.c", "camelCase", "x");
      DeliveryFixtures users = fixture.prepare(SinkFixture.asItIs("users"), row);

      assertThat(fixture.sink.write(List.of(users.insert(row)))).isEmpty();

      assertThat(fixture.find("users", "1")).contains(Document.of("id", "1", "email", "a@b.c"));
      assertThat(fixture.context.warnings())
          .extracting(Warning::code, Warning::subject)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("FIELD_DROPPED", "users.camelCase"));
    }
  }

  @Test
  void tellsFieldsThatNoAttributeCanDeclare() throws Exception {
    try (SinkFixture fixture = new SinkFixture()) {
      Document row = Document.of("id", "1", "a", 1, "_private", "x");
      DeliveryFixtures rows = fixture.prepare(SinkFixture.transformed("rows"), row);

      assertThat(fixture.sink.write(List.of(rows.insert(row)))).isEmpty();

      assertThat(fixture.find("rows", "1")).contains(Document.of("id", "1", "a", 1));
      assertThat(fixture.context.warnings())
          .extracting(Warning::subject)
          .containsExactly("rows._private");
    }
  }

  @Test
  void pausesTheRouteOfAMissingResourceWithoutSchemaSync() {
    try (SinkFixture fixture = new SinkFixture(false, 16, USERS)) {
      assertThatThrownBy(() -> fixture.prepare(SinkFixture.asItIs("users"), Document.of("id", "1")))
          .isInstanceOf(SinkException.TargetDenied.class)
          .hasMessageContaining("no resource 'users'")
          .hasMessageContaining("schemaSync: on");
    }
  }

  @Test
  void asksForNoSecretsOfTheSource() throws Exception {
    ResourceDefinition accounts =
        ResourceDefinition.named("accounts")
            .attribute("name", "string")
            .attribute("pin", "secret|required")
            .attribute("access", Map.of("token", "secret|required", "kind", "string|optional"))
            .attribute("keys", Map.of("first", "secret|required"))
            .build();
    try (SinkFixture fixture = new SinkFixture(accounts)) {
      Document row = Document.of("id", "1", "name", "Ann", "access", Map.of("kind", "app"));
      DeliveryFixtures deliveries = fixture.prepare(SinkFixture.asItIs("accounts"), row);
      assertThat(fixture.sink.write(List.of(deliveries.insert(row)))).isEmpty();
      assertThat(fixture.find("accounts", "1")).contains(row);
      try (S3db database = fixture.target.database()) {
        assertThat(database.resource("accounts").definition().attributes())
            .isEqualTo(Map.of("name", "string", "access", Map.of("kind", "string|optional")));
      }
    }
  }

  @Test
  void refusesARecordThatBreaksARuleNamingTheField() throws Exception {
    try (SinkFixture fixture = new SinkFixture(USERS)) {
      Document row = Document.of("id", "1", "email", "a@b.c");
      DeliveryFixtures users = fixture.prepare(SinkFixture.asItIs("users"), row);

      List<Rejection> rejections =
          fixture.sink.write(List.of(users.insert(row), users.insert(Document.of("id", "2"))));

      assertThat(rejections).hasSize(1);
      assertThat(rejections.getFirst().kind()).isEqualTo(Rejection.Kind.PERMANENT);
      assertThat(rejections.getFirst().code()).isEqualTo("VALIDATION_FAILED");
      assertThat(rejections.getFirst().message()).contains("email");
      assertThat(fixture.find("users", "1")).isPresent();
    }
  }

  @Test
  void refusesARecordThatDoesNotFitInMetadata() throws Exception {
    ResourceDefinition notes =
        ResourceDefinition.named("notes")
            .attribute("text", "string")
            .behavior(Behavior.ENFORCE_LIMITS)
            .build();
    try (SinkFixture fixture = new SinkFixture(notes)) {
      Document row = Document.of("id", "1", "text", "x".repeat(3_000));
      DeliveryFixtures rows = fixture.prepare(SinkFixture.asItIs("notes"), row);

      assertThat(fixture.sink.write(List.of(rows.insert(row))))
          .singleElement()
          .extracting(Rejection::kind, Rejection::code)
          .containsExactly(Rejection.Kind.PERMANENT, "METADATA_LIMIT");
    }
  }

  @Test
  void createsTheResourceOfARouteThatBeginsWithADelete() throws Exception {
    try (SinkFixture fixture = new SinkFixture()) {
      DeliveryFixtures rows = fixture.prepare(SinkFixture.transformed("rows"), Document.of());
      DeliveryFixtures byId =
          new DeliveryFixtures("rows", io.s3db.replicator.spi.KeyFields.of(List.of("id")), true);

      assertThat(fixture.sink.write(List.of(rows.delete("0")))).isEmpty();
      assertThat(fixture.sink.write(List.of(byId.insert(Document.of("id", "1", "a", 1)))))
          .isEmpty();

      assertThat(fixture.find("rows", "1")).contains(Document.of("id", "1", "a", 1));
    }
  }

  private static ResourceDefinition definition(SinkFixture fixture, String resource) {
    try (S3db database = fixture.target.database()) {
      return database.resource(resource).definition();
    }
  }
}
